import { expect, it } from 'vitest'
import type { Field } from '../../../src-shared/contract/fields.ts'
import { forgotten, movedSecrets, without } from './moved-secrets.ts'

const field = (name: string, kind: Field['kind']): Field => ({ name, kind, label: name, required: false, advanced: false })
const fields = [field('url', 'url'), field('apiKey', 'secret'), field('token', 'secret'), field('model', 'text')]
const moved = (from: string, to: string, hasSecrets: Record<string, boolean> = { apiKey: true, token: false }) =>
  movedSecrets(fields, { url: from }, { url: to }, hasSecrets)

it('a saved secret has to be typed again for another server, and not for another path or model', () => {
  expect(moved('http://a.example:1', 'http://a.example:2')).toEqual(['apiKey'])
  expect(moved('http://a.example', 'https://a.example')).toEqual(['apiKey'])
  expect(moved('http://a.example/v1', 'http://a.example/v2')).toEqual([])
  expect(moved('http://a.example', 'http://b.example', {})).toEqual([])
})

it('it counts as not saved, and is forgotten when nothing is typed', () => {
  expect(without({ apiKey: true, token: true }, ['apiKey'])).toEqual({ apiKey: false, token: true })
  expect(forgotten(['apiKey'])).toEqual({ apiKey: null })
})
