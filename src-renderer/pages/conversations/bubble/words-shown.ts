/** A voice note says more than fits beside others: this much of it stays in sight. */
const MAX_LETTERS = 420
const KEPT_LETTERS = 300

/** The beginning of what was said, cut between words; null for what is shown whole. */
export function beginningOf(text: string): string | null {
  if (text.length <= MAX_LETTERS) return null
  const space = text.lastIndexOf(' ', KEPT_LETTERS)
  let end = space > KEPT_LETTERS / 2 ? space : KEPT_LETTERS
  // Not through the middle of a character of two units.
  if (/[\uD800-\uDBFF]/.test(text[end - 1] ?? '')) end -= 1
  return `${text.slice(0, end).trimEnd()}…`
}
