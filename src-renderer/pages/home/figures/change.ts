/** How a number compares with that of the time before. */
export type Change = { direction: 'up' | 'down' | 'same'; by: number } | null

/** Null where there is nothing to compare. `step` is the smallest difference worth a word. */
export function changeOf(now: number | null, before: number | null, step: number): Change {
  if (now === null || before === null) return null
  const by = Math.abs(now - before)
  if (by < step) return { direction: 'same', by: 0 }
  return { direction: now > before ? 'up' : 'down', by }
}
