import { expect, test } from 'vitest'
import { idLabel, sortedIdentities } from './identities.ts'

const declared = [
  { kind: 'phone', label: 'Phone' },
  { kind: 'lid', label: 'WhatsApp ID' },
  { kind: 'new-platform', label: 'New platform ID' },
]

test('ids stand in the order in which channels declare them, and undeclared ones last', () => {
  const sorted = sortedIdentities(
    [
      { kind: 'carrier-pigeon', value: '7' },
      { kind: 'new-platform', value: '8' },
      { kind: 'lid', value: '9155' },
      { kind: 'phone', value: '155' },
      { kind: 'phone', value: '144' },
    ],
    declared,
  )
  expect(sorted.map(({ value }) => value)).toEqual(['144', '155', '9155', '8', '7'])
})

test('an id is called what its channel calls it', () => {
  expect(idLabel('new-platform', declared)).toBe('New platform ID')
  expect(idLabel('carrier-pigeon', declared)).toBeNull()
})
