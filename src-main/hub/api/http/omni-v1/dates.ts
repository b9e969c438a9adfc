/** Dates as clients write them. */

/**
 * Milliseconds since 1970; null for what is not a date. Without a zone it is UTC, wherever the hub runs; a `+` of a zone
 * that was not escaped in an address arrives as a space.
 */
export function readDate(text: string): number | null {
  const iso = text
    .trim()
    .replace(/ (\d\d:?\d\d)$/, (whole, zone: string, at: number) => (at > 'YYYY-MM-DD'.length ? `+${zone}` : whole))
    .replace(/^(\d{4}-\d\d-\d\d) /, '$1T')
  const hasNoZone = /^\d{4}-\d\d-\d\dT[\d:.]+$/.test(iso)
  const at = Date.parse(hasNoZone ? `${iso}Z` : iso)
  return Number.isNaN(at) ? null : at
}
