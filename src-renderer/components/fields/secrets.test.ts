import { expect, it } from 'vitest'
import type { Field } from '../../../src-shared/contract/fields.ts'
import { changedSecrets, missingSecrets, movedSecrets, typedSecrets } from './secrets.ts'

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

it('is missing until it is typed, or somebody says that this server needs none', () => {
  expect(missingSecrets(['apiKey'], {})).toEqual(['apiKey'])
  expect(missingSecrets(['apiKey'], { apiKey: ' ' })).toEqual(['apiKey'])
  expect(missingSecrets(['apiKey'], { apiKey: 'k' })).toEqual([])
  expect(missingSecrets(['apiKey'], { apiKey: false })).toEqual([])
  expect(missingSecrets(['apiKey'], { apiKey: null })).toEqual([])
})

it('only what was typed is sent, and what is not wanted at another address is forgotten there alone', () => {
  expect(typedSecrets({ apiKey: ' k ', token: '  ' })).toEqual({ apiKey: 'k' })
  expect(changedSecrets({ apiKey: false }, ['apiKey'])).toEqual({ apiKey: null })
  // The address of before is back.
  expect(changedSecrets({ apiKey: false }, [])).toEqual({})
})

it('a saved secret that somebody removes is forgotten, wherever the form leads', () => {
  expect(changedSecrets({ apiKey: null, token: ' t ' }, [])).toEqual({ apiKey: null, token: 't' })
  expect(typedSecrets({ apiKey: null, token: false })).toEqual({})
})

it('asks for no secret that belongs to another choice', () => {
  const kind: Field = { ...field('kind', 'choice'), required: true, options: [{ value: 'own', label: '' }] }
  const form = [kind, field('url', 'url'), { ...field('apiKey', 'secret'), when: { field: 'kind', is: 'own' } }]
  const movedAt = (at: string) => movedSecrets(form, { url: 'http://a.example' }, { url: 'http://b.example', kind: at }, { apiKey: true })
  expect(movedAt('own')).toEqual(['apiKey'])
  expect(movedAt('public')).toEqual([])
})
