/** Cursors and pages: an opaque cursor is the sort key of the last row of a page. */
import type { Page } from '../../port.ts'

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

/** `rows` holds one more than `limit` when there is a next page. */
export function page<R, T>(rows: R[], limit: number, toItem: (row: R) => T, toCursor: (row: R) => string): Page<T> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items: items.map(toItem), nextBefore: rows.length > limit && last !== undefined ? toCursor(last) : null }
}

/** Escapes LIKE's wildcards; used with ESCAPE '\\'. */
export const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`
