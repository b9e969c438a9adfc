/** Longer than this, a message is folded: it would hide the whole conversation. */
const MAX_LETTERS = 1600
const MAX_LINES = 24
/** How much of it stays in sight. */
const KEPT_LETTERS = 1000
const KEPT_LINES = 14

/** The beginning of a long text, cut between words; null for one that is shown whole. */
export function foldText(text: string): string | null {
  const lines = text.split('\n', MAX_LINES + 1)
  if (text.length <= MAX_LETTERS && lines.length <= MAX_LINES) return null
  const start = lines.slice(0, KEPT_LINES).join('\n')
  const kept = start.length < text.length ? start : text
  if (kept.length <= KEPT_LETTERS) return `${kept.trimEnd()}…`
  const space = kept.lastIndexOf(' ', KEPT_LETTERS)
  let end = space > KEPT_LETTERS / 2 ? space : KEPT_LETTERS
  // Not through the middle of a character of two units.
  if (/[\uD800-\uDBFF]/.test(kept[end - 1] ?? '')) end -= 1
  return `${kept.slice(0, end).trimEnd()}…`
}
