import { expect, it } from 'vitest'
import { whenSaid } from './freshness.ts'

const NOW = Date.parse('2026-01-15T10:00:00.000Z')
const ago = (ms: number) => new Date(NOW - ms).toISOString()

it('what came within a minute of being written is new, and what took longer was missed', () => {
  expect(whenSaid(ago(0), NOW)).toEqual({ sentAt: ago(0), isMissed: false })
  expect(whenSaid(ago(59_999), NOW)).toEqual({ sentAt: ago(59_999), isMissed: false })
  expect(whenSaid(ago(60_000), NOW)).toEqual({ sentAt: ago(60_000), isMissed: true })
})

it('what was written in the future, or at no time, was written now', () => {
  for (const stated of [ago(-1), ago(-86_400_000), '', 'yesterday', '+275760-09-13T00:00:00.001Z'])
    expect(whenSaid(stated, NOW)).toEqual({ sentAt: ago(0), isMissed: false })
})

it('is never after the moment at which it came, whatever the clock of the platform says', () => {
  for (let index = 0; index < 500; index += 1) {
    const stated = NOW + Math.round((Math.random() - 0.5) * 1e12)
    const { sentAt, isMissed } = whenSaid(new Date(stated).toISOString(), NOW)
    expect(Date.parse(sentAt)).toBe(Math.min(stated, NOW))
    expect(isMissed).toBe(stated <= NOW - 60_000)
  }
})
