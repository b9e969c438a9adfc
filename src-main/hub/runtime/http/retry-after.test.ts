import { expect, test } from 'vitest'
import { retryAfterMs } from './retry-after.ts'

test.each([
  ['7', 0, 7000],
  [' 1.5 ', 0, 1500],
  ['Thu, 01 Jan 1970 00:00:09 GMT', 4000, 5000],
  ['Thu, 01 Jan 1970 00:00:09 GMT', 60_000, 0],
  ['999999999', 0, 3_600_000],
  ['soon', 0, null],
  ['-5', 0, null],
  ['soon 5', 0, null],
  ['9'.repeat(400), 0, 3_600_000],
  [null, 0, null],
])('Retry-After %j at %i is %s ms', (header, now, ms) => expect(retryAfterMs(header, now)).toBe(ms))
