/** The hours and days that a person means, by the clock on that person's wall. */
import type { StatsRange } from '../../../../src-shared/contract/home.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const DAYS = { '24h': 0, '7d': 7, '30d': 30 } satisfies Record<StatsRange, number>
const HOURS = 24

/** How far the wall clock is ahead of UTC at that moment, in milliseconds. */
function offsetAt(ms: number, format: Intl.DateTimeFormat): number {
  const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)])) as Record<string, number>
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000
}

function wallClock(timeZone: string): Intl.DateTimeFormat {
  const options: Intl.DateTimeFormatOptions = {
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }
  try {
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone })
  } catch {
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' })
  }
}

/**
 * The edges of the last 24 hours, or of the last 7 or 30 days: ISO times, rising; the last stretch
 * holds `nowMs`. A day may have 23 or 25 hours.
 */
export function stretchEdges(range: StatsRange, nowMs: number, timeZone: string): string[] {
  const clock = wallClock(timeZone)
  const offset = offsetAt(nowMs, clock)
  if (range === '24h') {
    const thisHour = Math.floor((nowMs + offset) / HOUR_MS) * HOUR_MS - offset
    return Array.from({ length: HOURS + 1 }, (_, n) => new Date(thisHour + (n - HOURS + 1) * HOUR_MS).toISOString())
  }
  const today = Math.floor((nowMs + offset) / DAY_MS) * DAY_MS
  return Array.from({ length: DAYS[range] + 1 }, (_, n) => {
    const wall = today + (n - DAYS[range] + 1) * DAY_MS
    // The offset at the wall's midnight may be another than now; asked twice, because the first is a guess.
    const guess = wall - offsetAt(wall - offset, clock)
    return new Date(wall - offsetAt(guess, clock)).toISOString()
  })
}
