/**
 * Which messages an agent is told word by word, and which have left for the summary. What has left is
 * written into the summary some messages at a time; until then it is still told, so that no message
 * is in both and none in neither.
 *
 * Known limit: what a person and a customer said to each other between two answers of the agent may be
 * more than is still told ({@link STILL_TOLD}); the rest is in neither until the summary is renewed,
 * which is right after the agent's next answer.
 */
import type { AgentContext } from '../../../../src-shared/contract/context.ts'
import type { MessageRecord } from '../../storage/records.ts'
import { withinLimits } from './context.ts'

/** The summary is written again when this much has left the history. */
export const BATCH = { messages: 10, characters: 4000 }
/** At most this much of what has left, and is not in the summary yet, is told beyond the limits. */
export const STILL_TOLD = { messages: 50, characters: 20_000 }
/** What one call of the writer reads. */
const READ_AT_ONCE_CHARACTERS = 30_000
/** How far back a conversation is looked at that has no summary yet: what is older is in none. */
export const LOOK_BACK = 200

type Said = Pick<MessageRecord, 'seq' | 'text' | 'sentAt'>

interface Window {
  limits: AgentContext
  /** When the customer started over. */
  from: string | null
  nowMs: number
  /** Everything up to here is in the summary, or was forgotten with one; null: there was none yet. */
  uptoSeq: number | null
}

/** Does this instance tell anything of what was said? Where it does not, there is nothing to summarize, either. */
export const tellsHistory = ({ messages, characters }: AgentContext): boolean => messages > 0 && characters > 0

/** `earlier`, oldest first, in two: what is told within the limits, and what has left and is in no summary. */
function split<T extends Said>(earlier: T[], { limits, from, nowMs, uptoSeq }: Window): { left: T[]; told: T[] } {
  const open = earlier.filter(
    ({ seq, text, sentAt }) =>
      text !== '' && (uptoSeq === null || seq > uptoSeq) && (from === null || Date.parse(sentAt) >= Date.parse(from)),
  )
  const told = withinLimits(open, limits, from, nowMs)
  return { left: open.slice(0, open.length - told.length), told }
}

/** What is told word by word, oldest first: the history, and what has left it for a summary that is not written yet. */
export function toldBeside<T extends Said>(earlier: T[], window: Window): T[] {
  const { left, told } = split(earlier, window)
  const still: T[] = []
  let characters = 0
  for (const message of left.toReversed()) {
    characters += message.text.length
    if (still.length === STILL_TOLD.messages || characters > STILL_TOLD.characters) break
    still.unshift(message)
  }
  return [...still, ...told]
}

/** What the summary is to be extended by, oldest first; null: it is not worth a call yet. */
export function nextBatch<T extends Said>(earlier: T[], window: Window): T[] | null {
  const { left } = split(earlier, window)
  const characters = left.reduce((sum, { text }) => sum + text.length, 0)
  if (left.length < BATCH.messages && characters < BATCH.characters) return null
  let read = 0
  const rest = left.findIndex(({ text }) => {
    read += text.length
    return read > READ_AT_ONCE_CHARACTERS
  })
  // One message that is longer than that is read alone (and cut where it is written down for the writer).
  return rest === -1 ? left : left.slice(0, Math.max(1, rest))
}
