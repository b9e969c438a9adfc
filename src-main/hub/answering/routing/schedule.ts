/** Hours of the week in the shop's time zone. */
import type { RouteWhen } from '../../../../src-shared/contract/routing.ts'

type Schedule = Extract<RouteWhen, { kind: 'schedule' }>

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone)
  if (format === undefined) {
    const options = { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
    try {
      format = new Intl.DateTimeFormat('en-US', { ...options, timeZone })
    } catch {
      // A zone that this machine does not know.
      format = new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' })
    }
    formats.set(timeZone, format)
  }
  return format
}

/** The day of the week (0 = Sunday) and the time of day, `HH:MM`. */
export function clockOf(atMs: number, timeZone: string): { day: number; time: string } {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, value]),
  )
  return { day: DAYS.indexOf(parts['weekday'] ?? ''), time: `${parts['hour']}:${parts['minute']}` }
}

/** Is that moment within the hours? The end is not; hours that end before they begin belong to the day on which they begin. */
export function isWithin(
  { days, from, to }: Pick<Schedule, 'days' | 'from' | 'to'>,
  { day, time }: { day: number; time: string },
): boolean {
  if (from < to) return days.includes(day) && time >= from && time < to
  const yesterday = (day + 6) % 7
  return (days.includes(day) && time >= from) || (days.includes(yesterday) && time < to)
}
