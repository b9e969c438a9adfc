import { expect, test } from 'vitest'
import { identityKind, sortedIdentities } from './identities.ts'

test('phone numbers stand before the ids of a platform, and unknown ids last', () => {
  const sorted = sortedIdentities([
    { kind: 'carrier-pigeon', value: '7' },
    { kind: 'lid', value: '9155' },
    { kind: 'phone', value: '155' },
    { kind: 'phone', value: '144' },
  ])
  expect(sorted.map(({ value }) => value)).toEqual(['144', '155', '9155', '7'])
  expect(identityKind('carrier-pigeon')).toBe('unknown')
})
