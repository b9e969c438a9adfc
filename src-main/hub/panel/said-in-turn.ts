/** What was said in a turn: by the customer, and to her. */
import type { CacheHit } from '../../../src-shared/contract/answer-cache.ts'
import type { TraceSaid } from '../../../src-shared/contract/traces.ts'
import type { StorageReads } from '../storage/port.ts'

export async function saidInTurn(storage: Pick<StorageReads, 'turnMessages' | 'turnDeliveries'>, turnId: string): Promise<TraceSaid> {
  const [messages, deliveries] = await Promise.all([storage.turnMessages(turnId), storage.turnDeliveries(turnId)])
  const customer = messages
    .filter(({ author, revokedAt }) => author === 'customer' && revokedAt === null)
    .map(({ text, kind }) => (text === '' ? `[${kind}]` : text))
  // What never left is not part of how it went.
  const answer = deliveries
    .filter(({ state }) => state !== 'cancelled')
    .map(({ part: { content } }) => (content.type === 'text' ? content.text : `[${content.type}]`))
  return { customer, answer }
}

/** How its answer came to be, where no agent was asked for it. */
export async function cacheHitInTurn(
  storage: Pick<StorageReads, 'turnDeliveries' | 'getMessage'>,
  turnId: string,
): Promise<CacheHit | null> {
  const [first] = await storage.turnDeliveries(turnId)
  return first === undefined ? null : ((await storage.getMessage(first.messageId))?.cacheHit ?? null)
}
