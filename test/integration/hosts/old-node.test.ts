import { spawnSync } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { whyTooOld } from '../../../src-main/headless/node-version.ts'

const headless = fileURLToPath(new URL('../../../out/main/headless.js', import.meta.url))

/** A Node of this machine that is too old, outside of node_modules; null where there is none. */
function oldNode(): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter).filter((part) => !part.includes('node_modules'))) {
    const node = join(folder, process.platform === 'win32' ? 'node.exe' : 'node')
    const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' })
    if (status === 0 && whyTooOld(stdout.trim().slice(1)) !== null) return node
  }
  return null
}

/** This very Node, which says that it is an older one. */
const PRETENDING = [
  '--import',
  `data:text/javascript,${encodeURIComponent("Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.1.0' } })")}`,
]

it('the built command says in one line that Node is too old, and ends with 1', () => {
  const old = oldNode()
  const { status, stdout, stderr } = spawnSync(old ?? process.execPath, [...(old === null ? PRETENDING : []), headless, '--version'], {
    encoding: 'utf8',
  })
  expect(stderr).toMatch(/^Omni needs Node\.js 22\.19 or newer; this is \d+\.\d+\.\d+\. Get it at https:\/\/nodejs\.org\.\n$/)
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
})

it('a Node that only pretends to be older is reported as well', () => {
  const { status, stderr } = spawnSync(process.execPath, [...PRETENDING, headless, '--version'], { encoding: 'utf8' })
  expect(stderr).toContain('this is 20.1.0.')
  expect(status).toBe(1)
})
