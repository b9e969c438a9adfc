import { expect, test } from 'vitest'
import { countdown, pairingCodeText } from './countdown.ts'

const end = '2026-01-01T00:00:20.000Z'
const start = Date.parse(end) - 20_000

test('the ring empties over the life of the code', () => {
  expect(countdown(end, start, start)).toEqual({ secondsLeft: 20, share: 1 })
  expect(countdown(end, start, start + 5000)).toEqual({ secondsLeft: 15, share: 0.75 })
  expect(countdown(end, start, start + 99_000)).toEqual({ secondsLeft: 0, share: 0 })
})

test('a code that arrives late does not start with a full life of its own', () => {
  expect(countdown(end, start + 10_000, start + 15_000)?.share).toBe(0.5)
})

test('without an end there is no countdown', () => {
  expect(countdown(null, start, start)).toBeNull()
})

test('a pairing code is grouped as on the phone', () => {
  expect(pairingCodeText('WZYEH1YY')).toBe('WZYE-H1YY')
  expect(pairingCodeText('WZYE-H1YY')).toBe('WZYE-H1YY')
  expect(pairingCodeText('123')).toBe('123')
})
