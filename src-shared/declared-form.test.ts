import { expect, test } from 'vitest'
import type { Field } from './contract/fields.ts'
import { firstChoices, shownFields, shownSettings } from './declared-form.ts'

const fields: Field[] = [
  {
    name: 'kind',
    label: 'Kind',
    kind: 'choice',
    required: true,
    options: [
      { value: 'own', label: 'Own' },
      { value: 'public', label: 'Public' },
    ],
  },
  { name: 'host', label: 'Host', kind: 'text', required: true },
  { name: 'user', label: 'User', kind: 'text', required: true, when: { field: 'kind', is: 'own' } },
  { name: 'user', label: 'User there', kind: 'text', required: false, when: { field: 'kind', is: 'public' } },
  { name: 'password', label: 'Password', kind: 'secret', required: false, when: { field: 'kind', is: 'own' } },
]
const labels = (settings: Record<string, unknown>) => shownFields(fields, settings).map(({ label }) => label)

test('a field that belongs to another choice is not there, and one name may mean something else in each', () => {
  expect(labels({ kind: 'own' })).toEqual(['Kind', 'Host', 'User', 'Password'])
  expect(labels({ kind: 'public' })).toEqual(['Kind', 'Host', 'User there'])
})

test('a choice that nobody has made yet is at its first option', () => {
  expect(firstChoices(fields)).toEqual({ kind: 'own' })
  expect(labels({})).toEqual(labels({ kind: 'own' }))
})

test('what stands in hidden fields is left out, and what has no field stays', () => {
  expect(shownSettings(fields, { kind: 'public', host: 'h', user: 'u', password: 'p', learned: 1 })).toEqual({
    kind: 'public',
    host: 'h',
    user: 'u',
    learned: 1,
  })
})
