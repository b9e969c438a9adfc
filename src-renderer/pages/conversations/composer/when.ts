/** Points in time at which a message can be sent later, by the clock of this machine. */

export interface Proposal {
  key: 'inHour' | 'tomorrow' | 'monday'
  at: Date
}

const OPENING_HOUR = 9

function atOpening(day: Date, daysLater: number): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + daysLater, OPENING_HOUR)
}

/** What people mean most of the time. On Sunday and Monday, "Monday" is the next one that is not tomorrow. */
export function proposals(now: Date): Proposal[] {
  const inHour = new Date(now.getTime() + 3_600_000)
  inHour.setSeconds(0, 0)
  const untilMonday = (8 - now.getDay()) % 7 || 7
  return [
    { key: 'inHour', at: inHour },
    { key: 'tomorrow', at: atOpening(now, 1) },
    { key: 'monday', at: atOpening(now, untilMonday === 1 ? 8 : untilMonday) },
  ]
}

const two = (value: number): string => String(value).padStart(2, '0')

/** As a field for local date and time wants it: `2026-01-31T09:00`. */
export function toLocalField(date: Date): string {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`
}

/** Null for what is no time, lies in the past, or more than a year ahead. */
export function readLocalField(value: string, now: Date): Date | null {
  const at = new Date(value)
  const aheadMs = at.getTime() - now.getTime()
  return aheadMs > 0 && aheadMs < 365 * 86_400_000 ? at : null
}
