/** What of an earlier conversation an agent is told, by the limits of the instance. */
import type { AgentContext } from '../../../../src-shared/contract/context.ts'
import type { MessageRecord } from '../../storage/records.ts'

const HOUR_MS = 60 * 60 * 1000

type Said = Pick<MessageRecord, 'text' | 'sentAt'>

/**
 * The newest of `earlier` (oldest first) that fit, oldest first. `from`: what was said before a
 * customer started over is not told. A message is told whole or not at all, and none is skipped.
 */
export function withinLimits<T extends Said>(earlier: T[], limits: AgentContext, from: string | null, nowMs: number): T[] {
  const oldestMs = Math.max(from === null ? 0 : Date.parse(from), limits.maxAgeHours === 0 ? 0 : nowMs - limits.maxAgeHours * HOUR_MS)
  const told: T[] = []
  let characters = 0
  for (const message of earlier.filter(({ text }) => text !== '').toReversed()) {
    characters += message.text.length
    if (told.length === limits.messages || characters > limits.characters || Date.parse(message.sentAt) < oldestMs) break
    told.unshift(message)
  }
  return told
}

/** Does the customer ask to start over? The word alone, in any case. */
export function asksForReset(messages: Pick<MessageRecord, 'text'>[], { resetWord }: AgentContext): boolean {
  return resetWord !== '' && messages.at(-1)?.text.trim().toLowerCase() === resetWord.toLowerCase()
}
