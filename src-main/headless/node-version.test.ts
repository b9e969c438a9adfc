import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { OLDEST_NODE, whyTooOld } from './node-version.ts'

it.each(['22.19.0', '22.20.1', '24.0.0', '26.1.0', '25.0.0-nightly20250101'])('Node %s is new enough', (version) => {
  expect(whyTooOld(version)).toBeNull()
})

it.each(['20.20.2', '22.18.9', '18.0.0', '8.17.0'])('Node %s is reported as too old, in one line', (version) => {
  expect(whyTooOld(version)).toBe(`Omni needs Node.js 22.19 or newer; this is ${version}. Get it at https://nodejs.org.`)
})

it('package.json asks for the same version', () => {
  const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { engines: { node: string } }
  expect(engines.node).toBe(`>=${OLDEST_NODE}`)
})
