import { dateFormat, relativeFormat } from './intl.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

function startOfDay(ms: number): number {
  const date = new Date(ms)
  date.setHours(0, 0, 0, 0)
  return date.getTime()
}

/** Whole calendar days between two moments, by the clock of this machine. */
function daysBetween(earlier: number, later: number): number {
  // Rounded, because a day on which the clocks change has 23 or 25 hours.
  return Math.round((startOfDay(later) - startOfDay(earlier)) / DAY_MS)
}

/** "14:02" */
export function clockTime(iso: string, locale: string): string {
  return dateFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(new Date(iso))
}

/** A full hour of any day: "03:00". */
export const hourOfDay = (hour: number, locale: string): string =>
  dateFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(new Date(2026, 0, 15, hour))

/** "3 January 2026" */
export function longDate(iso: string, locale: string): string {
  return dateFormat(locale, { dateStyle: 'long' }).format(new Date(iso))
}

/** The whole truth, for a tooltip: "Saturday, 3 January 2026 at 14:02:31". */
export function exactTime(iso: string, locale: string): string {
  return dateFormat(locale, { dateStyle: 'full', timeStyle: 'medium' }).format(new Date(iso))
}

/** Relative within a day ("5 min. ago"), a date after that. A future time reads as now. */
export function relativeTime(iso: string, nowMs: number, locale: string): string {
  const ageMs = Math.max(0, nowMs - Date.parse(iso))
  const format = relativeFormat(locale, { numeric: 'auto', style: 'short' })
  if (ageMs < 45_000) return format.format(0, 'second')
  if (ageMs < HOUR_MS) return format.format(-Math.max(1, Math.round(ageMs / MINUTE_MS)), 'minute')
  if (ageMs < DAY_MS) return format.format(-Math.round(ageMs / HOUR_MS), 'hour')
  return shortDate(iso, nowMs, locale)
}

/** "3 Jan", with the year when it is not this one. */
export function shortDate(iso: string, nowMs: number, locale: string): string {
  const date = new Date(iso)
  const isThisYear = date.getFullYear() === new Date(nowMs).getFullYear()
  return dateFormat(locale, { day: 'numeric', month: 'short', year: isThisYear ? undefined : 'numeric' }).format(date)
}

/** The short time of a list row: today "14:02", this week "Sat", before that a date. */
export function listTime(iso: string, nowMs: number, locale: string): string {
  const days = daysBetween(Date.parse(iso), nowMs)
  if (days <= 0) return clockTime(iso, locale)
  if (days < 7) return dateFormat(locale, { weekday: 'short' }).format(new Date(iso))
  return shortDate(iso, nowMs, locale)
}

/** The separator between two days of a thread: "today", "yesterday", "Saturday", "3 January 2026". */
export function dayLabel(iso: string, nowMs: number, locale: string): string {
  const days = daysBetween(Date.parse(iso), nowMs)
  if (days <= 1) return relativeFormat(locale, { numeric: 'auto' }).format(days <= 0 ? 0 : -1, 'day')
  if (days < 7) return dateFormat(locale, { weekday: 'long' }).format(new Date(iso))
  return dateFormat(locale, { dateStyle: 'long' }).format(new Date(iso))
}

/** Are two moments on the same calendar day of this machine? */
export function isSameDay(isoA: string, isoB: string): boolean {
  return startOfDay(Date.parse(isoA)) === startOfDay(Date.parse(isoB))
}

/** A moment near today in few words: "Sat, 3 Jan, 14:02". */
export function dayAndTime(iso: string, locale: string): string {
  const format = dateFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
  return format.format(new Date(iso))
}

/** A moment within a week: "Sat, 14:02". */
export function weekdayAndTime(iso: string, locale: string): string {
  return dateFormat(locale, { weekday: 'short', hour: '2-digit', minute: '2-digit' }).format(new Date(iso))
}
