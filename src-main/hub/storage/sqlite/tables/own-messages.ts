/** Messages of the account that come from the platform: which of them are the hub's own, and what stands around the others. */
import type { DeliveryChange, NewInbound, StorageReads } from '../../port.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import { outboxWrites } from './outbox.ts'

/** The clocks of the platform and of the hub are not the same. */
const CLOCKS_MS = 120_000

/** Servers and platforms trim texts and change their spaces. */
const spoken = (text: string) => text.replace(/\s+/gu, ' ').trim()

interface Open {
  id: string
  text: string
}

export function ownMessages(db: Statements, owner: string) {
  const { finishDelivery } = outboxWrites(db, owner)
  const openBy = (index: string) =>
    `SELECT d.id, m.text FROM deliveries d ${index} JOIN messages m ON m.id = d.message_id
     WHERE d.conversation_id = $conversationId AND m.kind = $kind AND d.created_at <= $latest AND d.updated_at >= $earliest`
  const underWay = db.prepare<[object], Open>(
    `${openBy('INDEXED BY deliveries_open')} AND d.owner = $owner AND d.state IN ('pending', 'sending') AND d.attempts > 0 ORDER BY d.seq`,
  )
  const unknown = db.prepare<[object], Open>(
    `${openBy('INDEXED BY deliveries_troubled')} AND d.state IN ('failed', 'unknown') AND d.state = 'unknown' ORDER BY d.seq`,
  )
  return {
    /** Marks the delivery as sent whose message this is: one under way, or of which nobody knew whether it was sent. */
    confirm(inbound: NewInbound, conversationId: string): DeliveryChange | null {
      const sentMs = Date.parse(inbound.sentAt)
      const bounds = {
        conversationId,
        kind: inbound.kind,
        latest: new Date(sentMs + CLOCKS_MS).toISOString(),
        earliest: new Date(sentMs - CLOCKS_MS).toISOString(),
      }
      const open = [...underWay.all({ ...bounds, owner }), ...unknown.all(bounds)]
      const same = open.find(({ text }) => spoken(text) === spoken(inbound.text))
      if (same === undefined) return null
      const { externalId, receivedAt: at } = inbound
      return finishDelivery(same.id, { state: 'sent', externalId, chatExternalId: null, at, payloads: [] })
    },
    around: ownMessageReads(db).aroundOwnMessage,
  }
}

export function ownMessageReads(db: Statements): Sync<Pick<StorageReads, 'aroundOwnMessage'>> {
  const customerBefore = db
    .prepare<[string, number], string>(
      `SELECT sent_at FROM messages WHERE conversation_id = ? AND seq < ? AND author = 'customer' AND kind <> 'system' ORDER BY seq DESC LIMIT 1`,
    )
    .pluck()
  const customerSince = db
    .prepare<[string, number], number>(
      "SELECT 1 FROM messages WHERE conversation_id = ? AND seq > ? AND author = 'customer' AND kind <> 'system' LIMIT 1",
    )
    .pluck()
  const lastSend = db
    .prepare<[string], string>(
      `SELECT sent_at FROM messages WHERE conversation_id = ? AND delivery_id IS NOT NULL AND kind <> 'reaction'
         AND delivery_state IN ('sent', 'delivered', 'read', 'played') ORDER BY seq DESC LIMIT 1`,
    )
    .pluck()
  const elsewhere = db
    .prepare<[string, string, string], number>(
      `SELECT 1 FROM messages INDEXED BY messages_of_phone
       WHERE author = 'phone' AND instance_name = ? AND text = ? AND conversation_id <> ? LIMIT 1`,
    )
    .pluck()

  return {
    aroundOwnMessage({ conversationId, instanceName, seq, text }) {
      return {
        customerWroteAt: customerBefore.get(conversationId, seq) ?? null,
        hasCustomerWrittenSince: customerSince.get(conversationId, seq) !== undefined,
        lastSentAt: lastSend.get(conversationId) ?? null,
        isSaidElsewhere: text !== '' && elsewhere.get(instanceName, text, conversationId) !== undefined,
      }
    },
  }
}
