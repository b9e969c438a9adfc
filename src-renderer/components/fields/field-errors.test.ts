import { expect, test } from 'vitest'
import type { Field } from '../../../src-shared/contract/fields.ts'
import { fieldErrors } from './field-errors.ts'

const field = (fields: Partial<Field>): Field => ({ name: 'f', label: 'F', kind: 'text', required: true, ...fields })
const check = (kind: Field['kind'], value: string) => fieldErrors([field({ kind })], { settings: { f: value }, secrets: {} }, {})['f']

test('a needed field must not be empty, an optional one may', () => {
  expect(check('text', '  ')).toBe('fieldRequired')
  expect(fieldErrors([field({ required: false })], { settings: {}, secrets: {} }, {})).toEqual({})
})

test('a secret that is saved need not be typed again', () => {
  const secret = [field({ kind: 'secret' })]
  expect(fieldErrors(secret, { settings: {}, secrets: {} }, {})).toEqual({ f: 'fieldRequired' })
  expect(fieldErrors(secret, { settings: {}, secrets: {} }, { f: true })).toEqual({})
  expect(fieldErrors(secret, { settings: {}, secrets: { f: 'key' } }, {})).toEqual({})
})

test('an address needs its scheme and a host', () => {
  expect(check('url', 'localhost:8080')).toBe('fieldUrl')
  expect(check('url', 'http://')).toBe('fieldUrl')
  expect(check('url', 'javascript:alert(1)')).toBe('fieldUrl')
  expect(check('url', 'http://localhost:8080')).toBeUndefined()
})

test('a phone number may be written as people write it', () => {
  expect(check('phone', '+55 (11) 98765-4321')).toBeUndefined()
  expect(check('phone', '12')).toBe('fieldPhone')
})

test('nothing is wrong with a field that belongs to another choice', () => {
  const options = [
    { value: 'own', label: '' },
    { value: 'public', label: '' },
  ]
  const form = [field({ name: 'kind', kind: 'choice', options }), field({ when: { field: 'kind', is: 'own' } })]
  expect(fieldErrors(form, { settings: { kind: 'own' }, secrets: {} }, {})).toEqual({ f: 'fieldRequired' })
  expect(fieldErrors(form, { settings: { kind: 'public' }, secrets: {} }, {})).toEqual({})
})
