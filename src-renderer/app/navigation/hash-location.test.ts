import { expect, test } from 'vitest'
import { splitHash } from './hash-location.ts'

test('a path stands alone or before what is chosen on it', () => {
  expect(splitHash('')).toEqual({ path: '/', search: '' })
  expect(splitHash('#/traces')).toEqual({ path: '/traces', search: '' })
  expect(splitHash('#/traces?query=a%3Fb&state=failed')).toEqual({ path: '/traces', search: 'query=a%3Fb&state=failed' })
})
