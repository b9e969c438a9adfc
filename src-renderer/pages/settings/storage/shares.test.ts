import { expect, test } from 'vitest'
import { shares } from './shares.ts'

const usage = {
  databaseBytes: 1000,
  freeBytes: 100,
  media: { count: 2, bytes: 300 },
  payloads: { count: 3, bytes: 200 },
  messages: 4,
  traces: 5,
  logsBytes: 0,
  backupsBytes: 0,
}

test('the parts are the whole', () => {
  expect(shares(usage).map(({ part, bytes, share }) => [part, bytes, share])).toEqual([
    ['messages', 400, 0.4],
    ['media', 300, 0.3],
    ['payloads', 200, 0.2],
    ['free', 100, 0.1],
  ])
})

test('an estimate that is too high makes no part negative', () => {
  const parts = shares({ ...usage, media: { count: 2, bytes: 5000 } })
  expect(parts.every(({ bytes }) => bytes >= 0)).toBe(true)
  expect(parts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(1000)
  expect(shares({ ...usage, databaseBytes: 0, freeBytes: 0 }).every(({ share }) => share === 0)).toBe(true)
})
