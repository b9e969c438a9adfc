/** Messages that the server has and this hub has not: what a silent webhook has swallowed. */
import type { ChannelEvent, InboundMessage } from '../port.ts'
import type { NormalizeContext } from '../whatsapp/normalize/context.ts'
import { booleanAt, field, numberOf, objectAt, stringAt } from '../whatsapp/normalize/json.ts'
import { messageEvents } from '../whatsapp/normalize/message.ts'
import type { EvolutionApi } from './api.ts'

const PAGE_SIZE = 100
const MAX_PAGES = 20
/** Messages may have been lost between others that arrived. */
const OVERLAP_MS = 15 * 60_000
/** A webhook may be on its way right now; what is younger is left to the next look. */
const GRACE_MS = 10_000

export interface BackfillOptions {
  remoteName: string
  /** When the newest stored message was sent; null if there is none. */
  newestMs: number | null
  /** Since when the account is linked here: nothing older is fetched. */
  linkedMs: number
  /** Nothing older is answered, however young. */
  liveFromMs: number
  context: NormalizeContext
  /** Stored already, or being worked on at this moment? */
  isKnown(externalId: string): Promise<boolean>
}

/** Messages sent over the API are stored there too, as if from WhatsApp Web, and are not new: people's devices have other sources. */
function isWrittenHere(record: unknown): boolean {
  const source = stringAt(record, 'source')
  return booleanAt(objectAt(record, 'key'), 'fromMe') && source !== 'ios' && source !== 'android' && source !== 'desktop'
}

/** The missing messages, oldest first. Throws what the calls throw. */
export async function missingMessages(api: EvolutionApi, options: BackfillOptions): Promise<InboundMessage[]> {
  const { nowMs } = options.context
  const fromMs = Math.max(options.linkedMs, (options.newestMs ?? 0) - OVERLAP_MS)
  const range = { gte: new Date(fromMs).toISOString(), lte: new Date(nowMs + 86_400_000).toISOString() }
  const missing: InboundMessage[] = []
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const { records, pages } = await api.findMessages({ messageTimestamp: range }, page, PAGE_SIZE)
    let isOlder = false
    for (const record of records) {
      const sentMs = (numberOf(field(record, 'messageTimestamp')) ?? 0) * 1000
      if (sentMs < fromMs) {
        isOlder = true
        continue
      }
      if (sentMs > nowMs - GRACE_MS || isWrittenHere(record)) continue
      const externalId = stringAt(objectAt(record, 'key'), 'id')
      if (!externalId || (await options.isKnown(externalId))) continue
      const freshness = sentMs >= options.liveFromMs ? 'new' : 'history'
      const events: ChannelEvent[] =
        messageEvents(record, { event: 'back-fill', instance: options.remoteName }, freshness, options.context) ?? []
      missing.push(...events.filter((event) => event.type === 'message'))
    }
    if (isOlder || records.length === 0 || page >= pages) break
  }
  return missing.reverse()
}
