/** Pages by key: the cursor is the sort key of a page's last row, opaque to everyone else. */
import type { Page } from '../port.ts'

export const cursor = (...parts: (string | number | null)[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')

export function readCursor(before: string | undefined): (string | number | null)[] | null {
  if (before === undefined) return null
  try {
    const parts: unknown = JSON.parse(Buffer.from(before, 'base64url').toString())
    return Array.isArray(parts) ? parts : null
  } catch {
    return null
  }
}

/** One page out of `limit + 1` rows, or fewer at the end. */
export function page<R, T>(rows: R[], limit: number, toItem: (row: R) => T, toCursor: (row: R) => string): Page<T> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items: items.map(toItem), nextBefore: rows.length > limit && last !== undefined ? toCursor(last) : null }
}
