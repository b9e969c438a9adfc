/** Between ISO 8601 in UTC and what a date-and-time field holds: the clock of this machine. */

export function localOf(iso: string | null): string {
  if (iso === null || Number.isNaN(Date.parse(iso))) return ''
  const date = new Date(iso)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** Null while the field is empty or half filled in. */
export function isoOf(local: string): string | null {
  const ms = local === '' ? Number.NaN : new Date(local).getTime()
  return Number.isNaN(ms) ? null : new Date(ms).toISOString()
}
