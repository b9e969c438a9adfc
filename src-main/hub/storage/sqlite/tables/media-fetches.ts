/** Media whose bytes are still at the platform. */
import { newId } from '../../../runtime/ids.ts'
import type { StorageReads, StorageWrites } from '../../port.ts'
import type { MessageRecord } from '../../records.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import type { mediaFetches } from '../schema/messages.ts'
import type { Row } from '../schema/row.ts'
import { CONVERSATION_BY_ID, type ConversationRow, type MessageRow, parse, toConversation, toMessage } from './rows.ts'

/** Later than any time: fetched only when somebody asks. */
const ON_REQUEST = '9999-12-31T23:59:59.999Z'

export function mediaFetchStore(db: Statements) {
  const insert = db.prepare('INSERT OR REPLACE INTO media_fetches (message_id, source, attempts, not_before) VALUES (?, ?, 0, ?)')
  return {
    /** @param at when it may be fetched; null: when somebody asks */
    add: (messageId: string, source: unknown, at: string | null) => insert.run(messageId, JSON.stringify(source), at ?? ON_REQUEST),
  }
}

export function mediaFetchWrites(db: Statements): Sync<Pick<StorageWrites, 'settleMedia' | 'postponeMedia' | 'requestMedia'>> {
  const remove = db.prepare('DELETE FROM media_fetches WHERE message_id = ?')
  const postpone = db.prepare('UPDATE media_fetches SET attempts = attempts + 1, not_before = ? WHERE message_id = ?')
  const messageById = db.prepare<[string], MessageRow>('SELECT * FROM messages WHERE id = ?')
  const conversationById = db.prepare<[string], ConversationRow>(CONVERSATION_BY_ID)
  const insertMedia = db.prepare('INSERT INTO media (id, instance_name, mime_type, file_name, bytes, created_at) VALUES (?, ?, ?, ?, ?, ?)')
  const save = db.prepare('UPDATE messages SET media = ?, kind = ? WHERE seq = ?')

  const request = db.prepare('UPDATE media_fetches SET attempts = 0, not_before = ? WHERE message_id = ?')

  function changed(message: MessageRecord) {
    save.run(JSON.stringify(message.media), message.kind, message.seq)
    const conversation = conversationById.get(message.conversationId)
    return conversation === undefined ? null : { message, conversation: toConversation(conversation) }
  }

  return {
    settleMedia(messageId, outcome) {
      const row = messageById.get(messageId)
      const canRetry = outcome.state === 'given_up' && outcome.canRetry
      if (canRetry) postpone.run(ON_REQUEST, messageId)
      else remove.run(messageId)
      if (row === undefined) return null
      const message = toMessage(row)
      if (message.media === null) return null
      // The small picture has done its part once the file is here.
      const { isFetching: _, thumbnail, ...media } = message.media
      if (outcome.state === 'stored') {
        const id = newId()
        insertMedia.run(id, message.instanceName, outcome.mimeType, media.fileName, outcome.bytes, outcome.at)
        const isVoiceNote = media.isVoiceNote && outcome.kind === 'audio'
        message.media = { ...media, id, mimeType: outcome.mimeType, sizeBytes: outcome.bytes.length, isVoiceNote }
        message.kind = outcome.kind
      } else {
        const kept = thumbnail === undefined ? media : { ...media, thumbnail }
        message.media = { ...kept, ...(canRetry ? { canFetch: true } : {}), problem: outcome.problem }
      }
      return changed(message)
    },
    requestMedia(messageId, at) {
      const row = messageById.get(messageId)
      if (row === undefined || request.run(at, messageId).changes === 0) return null
      const message = toMessage(row)
      if (message.media === null) return null
      const { canFetch: _, problem: __, ...media } = message.media
      message.media = { ...media, isFetching: true }
      return changed(message)
    },
    postponeMedia(messageId, notBefore) {
      postpone.run(notBefore, messageId)
    },
  }
}

/** Only what brings a file is fetched, so its `media` is there. */
type DueRow = Row<typeof mediaFetches> & Pick<MessageRow, 'instance_name' | 'kind'> & { media: NonNullable<MessageRow['media']> }

export function mediaFetchReads(db: Statements): Sync<Pick<StorageReads, 'awaitedMedia' | 'nextMediaAt'>> {
  const due = db.prepare<[string, number], DueRow>(
    `SELECT f.*, m.instance_name, m.kind, m.media FROM media_fetches f JOIN messages m ON m.id = f.message_id
     WHERE f.not_before <= ? ORDER BY f.not_before LIMIT ?`,
  )
  const next = db.prepare<[string, string], { at: string | null }>(
    'SELECT min(not_before) AS at FROM media_fetches WHERE not_before > ? AND not_before < ?',
  )
  return {
    awaitedMedia: (at, limit) =>
      due.all(at, limit).map((row) => {
        const { mimeType, sizeBytes } = parse(row.media)
        return {
          messageId: row.message_id,
          instanceName: row.instance_name,
          source: parse(row.source),
          kind: row.kind,
          mimeType,
          sizeBytes,
          attempts: row.attempts,
        }
      }),
    nextMediaAt: (at) => next.get(at, ON_REQUEST)?.at ?? null,
  }
}
