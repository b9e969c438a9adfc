/** The durable inbox: what the platforms told us, each thing once. */
import { newId } from '../../../runtime/ids.ts'
import type { AcceptedInbound, MessageUpdate, NewInbound, StorageWrites } from '../../port.ts'
import type { MessageRecord } from '../../records.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import { contactStore } from './contacts.ts'
import { earlyChanges } from './early-changes.ts'
import { mediaFetchStore } from './media-fetches.ts'
import { ownMessages } from './own-messages.ts'
import { lengthOf, preview } from './preview.ts'
import { CONVERSATION_BY_ID, type ConversationRow, type MessageRow, messageExtra, toConversation, toMessage } from './rows.ts'
import { NEXT_PLACE, threadPlaces } from './thread-place.ts'
import { payloadStore } from './trace-payloads.ts'

const RECEIPT_RANK: Record<string, number> = { pending: 0, sending: 1, unknown: 1, sent: 2, delivered: 3, read: 4, played: 5 }

export function inboxWrites(
  db: Statements,
  owner: string,
): Sync<Pick<StorageWrites, 'acceptInbound' | 'openConversation' | 'updateMessage' | 'upsertContact' | 'renameChat' | 'markRead'>> {
  const people = contactStore(db)
  const payloads = payloadStore(db)
  const places = threadPlaces(db)
  const fetches = mediaFetchStore(db)
  const own = ownMessages(db, owner)
  const early = earlyChanges(db)
  const findMessage = db.prepare<[string, string], MessageRow>('SELECT * FROM messages WHERE instance_name = ? AND external_id = ?')
  const insertMessage = db.prepare(
    `INSERT INTO messages (seq, id, instance_name, conversation_id, contact_id, external_id, author, author_name, kind, text, media, extra, sent_at, turn_id)
     VALUES (coalesce(?, ${NEXT_PLACE}), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const dropStub = db.prepare('DELETE FROM messages WHERE seq = ?')
  const insertMedia = db.prepare('INSERT INTO media (id, instance_name, mime_type, file_name, bytes, created_at) VALUES (?, ?, ?, ?, ?, ?)')
  const insertTurn = db.prepare(
    // The trace of a message is always the same: that of one which was deleted and comes again starts over.
    `INSERT OR REPLACE INTO turns (id, instance_name, conversation_id, contact_id, contact_name, contact_phone, message_id, message_external_id,
       message_kind, message_preview, message_count, has_media, has_quote, state, steps, received_at, owner)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, 'received', '[]', ?, ?)`,
  )
  const bumpConversation = db.prepare(
    `UPDATE conversations SET unread_count = unread_count + $unread,
       last_message_preview = CASE WHEN last_message_at <= $at THEN $preview ELSE last_message_preview END,
       last_message_author = CASE WHEN last_message_at <= $at THEN $author ELSE last_message_author END,
       last_message_at = CASE WHEN last_message_at <= $at THEN $at ELSE last_message_at END
     WHERE id = $id`,
  )
  const saveState = db.prepare('UPDATE messages SET delivery_state = ?, delivery_error = ? WHERE seq = ?')
  const saveText = db.prepare('UPDATE messages SET text = ?, edited_at = ? WHERE seq = ?')
  // Lists must not say what nobody is to read any more.
  const savePreview = db.prepare(
    'UPDATE conversations SET last_message_preview = ? WHERE id = ? AND last_message_preview = ? AND last_message_author = ?',
  )
  // Nobody can tell which of its words were of this message.
  const forgetSummary = db.prepare(
    "UPDATE conversation_summaries SET text = '', message_count = 0, revision = revision + 1 WHERE conversation_id = ? AND upto_seq >= ?",
  )
  const saveRevoked = db.prepare('UPDATE messages SET revoked_at = ? WHERE seq = ?')
  // What was changed or taken back is not answered again, nor answered with.
  const dropAnswers = db.prepare('DELETE FROM kept_answers WHERE message_id = ? OR turn_id = ?')
  const saveExtra = db.prepare('UPDATE messages SET extra = ? WHERE seq = ?')
  const keepEarlyReceipt = db.prepare(
    `INSERT INTO early_receipts (instance_name, external_id, state, error, at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET state = excluded.state, error = excluded.error, at = excluded.at`,
  )
  const dropOldReceipts = db.prepare('DELETE FROM early_receipts WHERE at < ?')
  const setRead = db.prepare('UPDATE conversations SET unread_count = 0 WHERE id = ?')
  const conversationRow = db.prepare<[string], ConversationRow>(CONVERSATION_BY_ID)
  const conversationByExternalId = db.prepare<[string, string], { id: string }>(
    'SELECT id FROM conversations WHERE instance_name = ? AND external_id = ?',
  )
  const nameConversation = db.prepare('UPDATE conversations SET name = ? WHERE id = ?')
  let receiptsSinceCleanUp = 0

  function acceptInbound(inbound: NewInbound): AcceptedInbound {
    const known = findMessage.get(inbound.instanceName, inbound.externalId)
    // What could not be decrypted gives its place to its content.
    const stub = known?.kind === 'undecryptable' && inbound.kind !== 'undecryptable' ? known : null
    if (known !== undefined && stub === null) {
      const message = toMessage(known)
      return {
        isNew: false,
        message,
        conversation: people.conversation(message.conversationId),
        contact: message.contactId === null ? null : people.load(message.contactId),
        turnId: message.turnId,
        merged: [],
      }
    }
    const { sender } = inbound
    const contact =
      sender === null ? null : people.resolve(inbound.instanceName, sender.identities, sender.name, sender.avatarUrl, inbound.receivedAt)
    const conversationId = people.resolveConversation(inbound.instanceName, inbound.chat, contact?.id ?? null, inbound.receivedAt)
    const confirmed =
      inbound.author === 'phone' && inbound.origin?.staffName === undefined && stub === null ? own.confirm(inbound, conversationId) : null
    if (confirmed !== null) {
      return {
        isNew: false,
        message: confirmed.message,
        conversation: confirmed.conversation,
        contact,
        turnId: confirmed.message.turnId,
        merged: people.takeMerged(),
        confirmed,
      }
    }
    let media: MessageRecord['media'] = null
    if (inbound.media !== null) {
      const { bytes, source, ...facts } = inbound.media
      const id = bytes === null ? null : newId()
      if (bytes !== null) insertMedia.run(id, inbound.instanceName, facts.mimeType, facts.fileName, bytes, inbound.receivedAt)
      media = { ...facts, id }
      // What is older than the link is fetched on request: years of it may come at once.
      if (bytes === null && source !== undefined) media[inbound.turnId === null ? 'canFetch' : 'isFetching'] = true
    }
    const authorName = inbound.origin?.staffName ?? sender?.name ?? contact?.name ?? null
    const message: MessageRecord = {
      id: stub?.id ?? inbound.messageId,
      seq: 0,
      instanceName: inbound.instanceName,
      conversationId,
      contactId: contact?.id ?? null,
      externalId: inbound.externalId,
      author: inbound.author,
      authorName,
      kind: inbound.kind,
      text: inbound.text,
      media,
      location: inbound.location,
      sharedContacts: inbound.sharedContacts,
      quote: inbound.quote,
      reactions: [],
      mentionsAccount: inbound.mentionsAccount,
      isMissed: inbound.isMissed ?? false,
      sentAt: inbound.sentAt,
      editedAt: null,
      previousText: null,
      revokedAt: null,
      turnId: inbound.turnId,
      deliveryId: null,
      deliveryState: null,
      deliveryError: null,
      deliveryHeld: null,
      event: null,
      ...(inbound.origin === undefined ? {} : { origin: inbound.origin }),
    }
    if (stub !== null) dropStub.run(stub.seq)
    const inserted = insertMessage.run(
      stub?.seq ?? places.placeOf(inbound, conversationId),
      message.id,
      message.instanceName,
      conversationId,
      message.contactId,
      message.externalId,
      message.author,
      authorName,
      message.kind,
      message.text,
      media === null ? null : JSON.stringify(media),
      messageExtra(message),
      message.sentAt,
      message.turnId,
    )
    message.seq = Number(inserted.lastInsertRowid)
    if (media?.isFetching ?? media?.canFetch) fetches.add(message.id, inbound.media?.source, media?.isFetching ? inbound.receivedAt : null)
    const line = preview(inbound.text) || `[${inbound.kind}]`
    bumpConversation.run({
      id: conversationId,
      unread: inbound.countsAsUnread ? 1 : 0,
      preview: line,
      author: inbound.author,
      at: inbound.sentAt,
    })
    if (inbound.turnId !== null) {
      const isPrivate = inbound.isTracePrivate === true
      insertTurn.run(
        inbound.turnId,
        inbound.instanceName,
        conversationId,
        message.contactId,
        isPrivate ? null : authorName,
        isPrivate ? null : (contact?.identities.find((identity) => identity.kind === 'phone')?.value ?? null),
        message.id,
        message.externalId,
        message.kind,
        isPrivate && inbound.text !== '' ? lengthOf(inbound.text) : line,
        media === null ? 0 : 1,
        inbound.quote === null ? 0 : 1,
        inbound.receivedAt,
        owner,
      )
      if (inbound.raw !== null) {
        payloads.add(inbound.turnId, inbound.instanceName, {
          stage: 'receive',
          kind: 'webhook',
          at: inbound.receivedAt,
          statusCode: null,
          body: inbound.raw,
        })
      }
    }
    return {
      isNew: true,
      message: early
        .take(inbound.instanceName, inbound.externalId)
        .reduce((_, change) => updateMessage(inbound.instanceName, change)?.message ?? _, message),
      conversation: people.conversation(conversationId, contact),
      contact,
      turnId: inbound.turnId,
      merged: people.takeMerged(),
      ...(inbound.author === 'phone' && inbound.turnId !== null ? { around: own.around(message) } : {}),
    }
  }

  function updateMessage(instanceName: string, update: MessageUpdate) {
    const externalId = update.type === 'reaction' ? update.targetExternalId : update.externalId
    const row = findMessage.get(instanceName, externalId)
    if (row === undefined) {
      if (update.type === 'receipt') {
        keepEarlyReceipt.run(instanceName, update.externalId, update.state, update.error, update.at)
        receiptsSinceCleanUp += 1
        if (receiptsSinceCleanUp > 1000) {
          receiptsSinceCleanUp = 0
          dropOldReceipts.run(new Date(Date.parse(update.at) - 3_600_000).toISOString())
        }
      } else if (update.type !== 'reaction') early.keep(instanceName, update)
      return null
    }
    const message = toMessage(row)
    switch (update.type) {
      case 'receipt': {
        // Receipts may come in any order; a message never goes back from "read" to "delivered".
        const isAhead =
          update.state === 'failed' || (RECEIPT_RANK[update.state] ?? 0) > (RECEIPT_RANK[message.deliveryState ?? 'pending'] ?? 0)
        if (message.author === 'customer' || !isAhead) break
        message.deliveryState = update.state
        message.deliveryError = update.error
        saveState.run(update.state, update.error, message.seq)
        break
      }
      case 'edit':
        // The platform tells us what we changed there ourselves, too.
        if (message.editedAt !== null && message.text === update.text) break
        message.previousText = message.text
        saveExtra.run(messageExtra(message), message.seq)
        message.text = update.text
        message.editedAt = update.at
        saveText.run(update.text, update.at, message.seq)
        if (message.text !== message.previousText) {
          dropAnswers.run(message.id, message.turnId)
          forgetSummary.run(message.conversationId, message.seq)
        }
        savePreview.run(preview(update.text), message.conversationId, preview(message.previousText), message.author)
        break
      case 'revoke':
        if (message.revokedAt !== null) break
        message.revokedAt = update.at
        saveRevoked.run(update.at, message.seq)
        dropAnswers.run(message.id, message.turnId)
        forgetSummary.run(message.conversationId, message.seq)
        savePreview.run('[revoked]', message.conversationId, preview(message.text) || `[${message.kind}]`, message.author)
        break
      case 'reaction':
        message.reactions = message.reactions.filter((reaction) => reaction.by !== update.by)
        if (update.emoji !== '') message.reactions.push({ emoji: update.emoji, by: update.by })
        saveExtra.run(messageExtra(message), message.seq)
        break
    }
    return { message, conversation: people.conversation(message.conversationId) }
  }

  return {
    acceptInbound,
    openConversation(instanceName, chat, identities, at) {
      const contact = people.resolve(instanceName, identities, chat.name, null, at)
      return people.conversation(people.resolveConversation(instanceName, chat, contact?.id ?? null, at))
    },
    updateMessage,
    upsertContact(instanceName, { identities, name, avatarUrl }, at) {
      const contact = people.resolve(instanceName, identities, name, avatarUrl, at)
      return contact === null ? null : { contact, merged: people.takeMerged() }
    },
    renameChat(instanceName, externalId, name) {
      const row = conversationByExternalId.get(instanceName, externalId)
      if (row === undefined) return null
      nameConversation.run(name, row.id)
      return people.conversation(row.id)
    },
    markRead(conversationId) {
      setRead.run(conversationId)
      const row = conversationRow.get(conversationId)
      return row === undefined ? null : toConversation(row)
    },
  }
}
