/**
 * What a trace is found by. The FTS index keeps words without their places (`detail=none`), so a
 * question is a set of words, each of which some word of the trace begins with; a number is also
 * found by any of its inner digits.
 */
import type { TurnRecord } from '../../records.ts'

/** More words than anyone types on purpose. */
const MAX_WORDS = 12
/** One letter begins too many words to find anything out. */
const MIN_LENGTH = 2
const MIN_PHONE_PIECE = 4

/** Lower case, without accents, split where the index's tokenizer splits. */
export function wordsOf(text: string): string[] {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{Co}]+/u)
    .filter((word) => word !== '')
}

/** The words of a question; empty when there is nothing to look for. */
export function questionWords(query: string): string[] {
  const words = wordsOf(query.slice(0, 400))
  const long = words.filter((word) => word.length >= MIN_LENGTH)
  return [...new Set(long.length > 0 ? long : words)].slice(0, MAX_WORDS)
}

/** The question in the index's own language. */
export const matchExpression = (words: string[]): string => words.map((word) => `"${word}"*`).join(' AND ')

type Findable = Pick<
  TurnRecord,
  | 'id'
  | 'messagePreview'
  | 'contactName'
  | 'contactPhone'
  | 'reason'
  | 'messageExternalId'
  | 'sessionName'
  | 'agentSessionId'
  | 'conversationId'
>

/** Everything that a trace is found by, as one text. */
export function searchText(turn: Findable): string {
  const phone = turn.contactPhone ?? ''
  const pieces = Array.from({ length: Math.max(0, phone.length - MIN_PHONE_PIECE + 1) }, (_, start) => phone.slice(start))
  const { messagePreview, contactName, reason, id, messageExternalId, sessionName, agentSessionId, conversationId } = turn
  return [messagePreview, contactName, ...pieces, reason, id, messageExternalId, sessionName, agentSessionId, conversationId]
    .filter((part) => part !== null && part !== '')
    .join(' ')
}

/** The same answer as the index would give, for traces that are not in it yet. */
export function matches(turn: Findable, words: string[]): boolean {
  const found = wordsOf(searchText(turn))
  return words.every((word) => found.some((other) => other.startsWith(word)))
}
