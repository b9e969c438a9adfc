/** Saved replies while one types: `/` and the beginning of a word. */
import type { SavedReply } from '../../../../src-shared/contract/saved-replies.ts'

export interface Slash {
  /** Where the `/` stands. */
  start: number
  /** What follows it, up to the caret. */
  query: string
}

/** The `/word` that ends at the caret; null where a `/` means something else (a date, an address). */
export function slashAt(text: string, caret: number): Slash | null {
  const match = /(?:^|\s)\/([\p{L}\p{N}\p{M}_-]*)$/u.exec(text.slice(0, caret))
  return match ? { start: caret - (match[1]?.length ?? 0) - 1, query: match[1] ?? '' } : null
}

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Those whose shortcut begins with the word come first, then those that have it anywhere; case and accents do not matter. */
export function matchReplies(replies: SavedReply[], query: string): SavedReply[] {
  const wanted = fold(query)
  const rank = ({ shortcut, text }: SavedReply): number =>
    fold(shortcut).startsWith(wanted) ? 0 : fold(shortcut).includes(wanted) ? 1 : fold(text).includes(wanted) ? 2 : 3
  return replies
    .map((reply) => ({ reply, rank: rank(reply) }))
    .filter((item) => item.rank < 3)
    .sort((a, b) => a.rank - b.rank || a.reply.shortcut.localeCompare(b.reply.shortcut))
    .map(({ reply }) => reply)
}

/** Puts a piece at `[start, end)`. @returns the text, and where the caret goes. */
export function replaceRange(text: string, start: number, end: number, piece: string): { text: string; caret: number } {
  return { text: text.slice(0, start) + piece + text.slice(end), caret: start + piece.length }
}
