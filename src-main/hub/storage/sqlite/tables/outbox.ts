/** The durable outbox: every message on its way out, written before the platform is asked. */
import type { Held } from '../../../../../src-shared/contract/conversations.ts'
import type { DeliveryChange, DeliveryOutcome, PlannedMessage, StorageWrites } from '../../port.ts'
import type { DeliveryRecord, PayloadInput } from '../../records.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import type { earlyReceipts } from '../schema/messages.ts'
import type { Row } from '../schema/row.ts'
import { conversationAliases } from './merge.ts'
import { preview } from './preview.ts'
import {
  CONVERSATION_BY_ID,
  type ConversationRow,
  type DeliveryRow,
  type MessageRow,
  messageExtra,
  toConversation,
  toDelivery,
  toMessage,
} from './rows.ts'
import { NEXT_PLACE } from './thread-place.ts'
import { payloadStore } from './trace-payloads.ts'

const FINAL = new Set(['sent', 'failed', 'unknown', 'cancelled'])
const TROUBLED = new Set(['failed', 'unknown'])

export function outboxStore(db: Statements, owner: string) {
  const payloads = payloadStore(db)
  const aliases = conversationAliases(db)
  const deliveryById = db.prepare<[string], DeliveryRow>('SELECT * FROM deliveries WHERE id = ?')
  const messageById = db.prepare<[string], MessageRow>('SELECT * FROM messages WHERE id = ?')
  const conversationById = db.prepare<[string], ConversationRow>(CONVERSATION_BY_ID)
  const insertMessage = db.prepare(
    `INSERT INTO messages (seq, id, instance_name, conversation_id, external_id, author, author_name, kind, text, media, extra, sent_at, turn_id, delivery_id, delivery_state)
     VALUES (${NEXT_PLACE}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const insertDelivery = db.prepare(
    `INSERT INTO deliveries (id, instance_name, conversation_id, turn_id, message_id, origin, part, pause_before_ms, state, attempts, not_before, created_at, updated_at, owner)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const touchConversation = db.prepare(
    'UPDATE conversations SET last_message_at = ?, last_message_preview = ?, last_message_author = ? WHERE id = ? AND last_message_at <= ?',
  )
  const saveDelivery = db.prepare(
    'UPDATE deliveries SET state = ?, attempts = ?, not_before = ?, external_id = ?, error = ?, updated_at = ?, owner = ? WHERE id = ?',
  )
  const saveMessage = db.prepare(
    'UPDATE messages SET delivery_state = ?, delivery_error = ?, delivery_held = ?, external_id = coalesce(?, external_id), sent_at = ? WHERE seq = ?',
  )
  const refreshAttention = db.prepare(
    `UPDATE conversations SET attention = coalesce(
       (SELECT max(d.state) FROM deliveries d WHERE d.conversation_id = +$id AND d.state IN ('failed', 'unknown')), 'none') WHERE id = $id`,
  )
  const takeEarlyReceipt = db.prepare<[string, string], Row<typeof earlyReceipts>>(
    'DELETE FROM early_receipts WHERE instance_name = ? AND external_id = ? RETURNING *',
  )
  const dropEcho = db.prepare('DELETE FROM messages WHERE instance_name = ? AND external_id = ? AND id <> ?')
  const readdress = db.prepare('UPDATE OR IGNORE conversations SET external_id = ? WHERE id = ? AND external_id <> ?')

  function load(id: string): DeliveryRecord | null {
    const row = deliveryById.get(id)
    return row === undefined ? null : toDelivery(row)
  }

  function change(delivery: DeliveryRecord): DeliveryChange {
    const message = messageById.get(delivery.messageId)
    const conversation = conversationById.get(delivery.conversationId)
    if (message === undefined || conversation === undefined) throw new Error(`delivery ${delivery.id} lost its message or conversation`)
    return { delivery, message: toMessage(message), conversation: toConversation(conversation) }
  }

  /** Inserts message and delivery together. The caller checked that the delivery is new. */
  function insert(planned: PlannedMessage, at: string): DeliveryChange {
    // It may have been planned in a conversation that has become part of another since.
    const delivery = { ...planned.delivery, conversationId: aliases.current(planned.delivery.conversationId) }
    const { quotedExternalId } = delivery.part
    const { cacheHit } = planned
    const quote = quotedExternalId === null ? null : (planned.quote ?? { externalId: quotedExternalId, text: '', authorName: null })
    const extra = messageExtra({ location: null, sharedContacts: [], reactions: [], mentionsAccount: false, event: null, quote, cacheHit })
    insertMessage.run(
      delivery.messageId,
      delivery.instanceName,
      delivery.conversationId,
      delivery.part.externalId,
      planned.author,
      planned.authorName,
      planned.kind,
      planned.text,
      planned.media == null ? null : JSON.stringify({ ...planned.media, url: null }),
      extra,
      at,
      delivery.turnId,
      delivery.id,
      delivery.state,
    )
    insertDelivery.run(
      delivery.id,
      delivery.instanceName,
      delivery.conversationId,
      delivery.turnId,
      delivery.messageId,
      delivery.origin,
      JSON.stringify(delivery.part),
      delivery.pauseBeforeMs,
      delivery.state,
      delivery.state === 'sending' ? 1 : 0,
      delivery.notBefore,
      at,
      at,
      owner,
    )
    // A reaction is a mark on another message, nothing that was said last.
    if (planned.kind !== 'reaction')
      touchConversation.run(at, preview(planned.text) || `[${planned.kind}]`, planned.author, delivery.conversationId, at)
    const inserted = load(delivery.id)
    if (inserted === null) throw new Error(`delivery ${delivery.id} vanished within its own transaction`)
    return change(inserted)
  }

  function save(delivery: DeliveryRecord, sentAt: string, before: DeliveryRecord['state'], held: Held | null = null): void {
    const isFinal = FINAL.has(delivery.state)
    saveDelivery.run(
      delivery.state,
      delivery.attempts,
      delivery.notBefore,
      delivery.externalId,
      delivery.error,
      delivery.updatedAt,
      isFinal ? null : owner,
      delivery.id,
    )
    const row = messageById.get(delivery.messageId)
    if (row !== undefined)
      saveMessage.run(delivery.state, delivery.error, held === null ? null : JSON.stringify(held), delivery.externalId, sentAt, row.seq)
    if (TROUBLED.has(delivery.state) || TROUBLED.has(before)) refreshAttention.run({ id: delivery.conversationId })
  }

  function addPayloads(delivery: DeliveryRecord, list: PayloadInput[]): void {
    if (delivery.turnId !== null) for (const payload of list) payloads.add(delivery.turnId, delivery.instanceName, payload)
  }

  return { load, change, insert, save, addPayloads, takeEarlyReceipt, dropEcho, readdress, messageById }
}

export function outboxWrites(
  db: Statements,
  owner: string,
): Sync<
  Pick<
    StorageWrites,
    | 'enqueueDelivery'
    | 'rewriteDelivery'
    | 'holdDelivery'
    | 'changePending'
    | 'cancelPending'
    | 'startDelivery'
    | 'finishDelivery'
    | 'settleUnknown'
    | 'reopenDelivery'
  >
> {
  const store = outboxStore(db, owner)
  const setPart = db.prepare('UPDATE deliveries SET part = ? WHERE id = ?')
  const setText = db.prepare('UPDATE messages SET text = ? WHERE id = ?')
  const setHeld = db.prepare('UPDATE messages SET delivery_held = ? WHERE id = ?')
  const setState = db.prepare('UPDATE messages SET delivery_state = ?, delivery_error = ? WHERE id = ?')

  const writes: ReturnType<typeof outboxWrites> = {
    enqueueDelivery(planned, at) {
      const known = store.load(planned.delivery.id)
      return known === null ? store.insert(planned, at) : store.change(known)
    },

    rewriteDelivery(deliveryId, text) {
      const delivery = store.load(deliveryId)
      if (delivery === null || delivery.part.content.type !== 'text') return null
      delivery.part = { ...delivery.part, content: { ...delivery.part.content, text } }
      setPart.run(JSON.stringify(delivery.part), deliveryId)
      setText.run(text, delivery.messageId)
      return store.change(delivery)
    },

    holdDelivery(deliveryId, held) {
      const delivery = store.load(deliveryId)
      if (delivery === null || delivery.state !== 'pending') return null
      setHeld.run(JSON.stringify(held), delivery.messageId)
      return store.change(delivery)
    },

    changePending: (deliveryId, text) => (store.load(deliveryId)?.state === 'pending' ? writes.rewriteDelivery(deliveryId, text) : null),

    cancelPending(deliveryId, error, at) {
      if (store.load(deliveryId)?.state !== 'pending') return null
      return writes.finishDelivery(deliveryId, { state: 'cancelled', error, at, payloads: [] })
    },

    startDelivery(deliveryId, at) {
      const delivery = store.load(deliveryId)
      if (delivery === null || delivery.state !== 'pending') return null
      delivery.state = 'sending'
      delivery.attempts += 1
      delivery.notBefore = null
      delivery.updatedAt = at
      store.save(delivery, at, 'pending')
      return delivery
    },

    finishDelivery(deliveryId: string, outcome: DeliveryOutcome) {
      const delivery = store.load(deliveryId)
      if (delivery === null) return null
      // "Sent" is the last word: a late failure report of an earlier attempt does not undo it.
      if (delivery.state === 'sent') {
        store.addPayloads(delivery, outcome.payloads)
        return store.change(delivery)
      }
      const before = delivery.state
      delivery.state = outcome.state
      delivery.updatedAt = outcome.at
      delivery.error = outcome.state === 'sent' ? null : outcome.error
      delivery.notBefore = outcome.state === 'pending' ? outcome.notBefore : null
      if (outcome.state === 'sent') {
        delivery.externalId = outcome.externalId
        // The platform may have told us of the message, as one "from the phone", before it answered.
        store.dropEcho.run(delivery.instanceName, outcome.externalId, delivery.messageId)
        if (outcome.chatExternalId !== null) store.readdress.run(outcome.chatExternalId, delivery.conversationId, outcome.chatExternalId)
      }
      store.save(delivery, outcome.at, before, outcome.state === 'pending' ? (outcome.held ?? null) : null)
      store.addPayloads(delivery, outcome.payloads)
      if (outcome.state === 'sent') {
        const early = store.takeEarlyReceipt.get(delivery.instanceName, outcome.externalId)
        if (early !== undefined && early.state !== 'sent') setState.run(early.state, early.error, delivery.messageId)
      }
      return store.change(delivery)
    },

    settleUnknown(deliveryId, outcome) {
      const state = store.load(deliveryId)?.state
      const isOpen = state === 'unknown' || (state === 'failed' && outcome.state === 'sent')
      return isOpen ? writes.finishDelivery(deliveryId, outcome) : null
    },

    reopenDelivery(deliveryId, at) {
      const delivery = store.load(deliveryId)
      if (delivery === null || (delivery.state !== 'failed' && delivery.state !== 'unknown')) return null
      const before = delivery.state
      delivery.state = 'pending'
      delivery.attempts = 0
      delivery.error = null
      delivery.updatedAt = at
      store.save(delivery, at, before)
      return store.change(delivery)
    },
  }
  return writes
}
