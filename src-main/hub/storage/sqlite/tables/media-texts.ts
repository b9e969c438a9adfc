/**
 * Files in words. The row is the queue and the whole result; what lists and events need of it stands
 * with the message, so that reading a thread costs nothing more.
 */
import type { MediaText } from '../../../../../src-shared/contract/text-of-media.ts'
import type { KnownMediaText, MediaTextKind, MediaTextOutcome } from '../../port/media-texts.ts'
import type { StorageReads, StorageWrites } from '../../port.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import type { mediaTexts } from '../schema/messages.ts'
import type { Row } from '../schema/row.ts'
import { CONVERSATION_BY_ID, type ConversationRow, type MessageRow, toConversation, toMessage } from './rows.ts'

type MediaTextRow = Row<typeof mediaTexts>

const WAITING: MediaText = {
  state: 'waiting',
  text: '',
  characters: 0,
  isShortened: false,
  by: null,
  language: null,
  problem: null,
}

function shownAs(kind: MediaTextKind, outcome: MediaTextOutcome): MediaText {
  if (outcome.state === 'failed') return { ...WAITING, state: 'failed', problem: outcome.problem }
  const { text, isShortened, by, language } = outcome
  // A document is as long as a book may be; it stays in its own row.
  return { state: 'ready', text: kind === 'speech' ? text : '', characters: text.length, isShortened, by, language, problem: null }
}

export function mediaTextWrites(db: Statements): Sync<Pick<StorageWrites, 'requestMediaText' | 'settleMediaText'>> {
  const messageById = db.prepare<[string], MessageRow>('SELECT * FROM messages WHERE id = ?')
  const conversationById = db.prepare<[string], ConversationRow>(CONVERSATION_BY_ID)
  const stateOf = db.prepare<[string], Pick<MediaTextRow, 'state' | 'kind'>>('SELECT state, kind FROM media_texts WHERE message_id = ?')
  const wait = db.prepare(
    `INSERT INTO media_texts (message_id, instance_name, kind, state, created_at) VALUES (?, ?, ?, 'waiting', ?)
     ON CONFLICT DO UPDATE SET state = 'waiting', kind = excluded.kind`,
  )
  const ready = db.prepare(
    `UPDATE media_texts SET state = 'ready', file_hash = $fileHash, text = $text, is_shortened = $isShortened, by = $by, language = $language
     WHERE message_id = $messageId`,
  )
  const failed = db.prepare("UPDATE media_texts SET state = 'failed' WHERE message_id = ?")
  const saveMedia = db.prepare('UPDATE messages SET media = ? WHERE seq = ?')
  // What is said in it is found from now on.
  const searchAnew = db.prepare('INSERT OR IGNORE INTO search_dirty_messages (seq) VALUES (?)')

  function show(row: MessageRow, mediaText: MediaText | null) {
    const message = toMessage(row)
    if (message.media === null) return null
    if (mediaText !== null) {
      message.media = { ...message.media, mediaText }
      saveMedia.run(JSON.stringify(message.media), message.seq)
    }
    const conversation = conversationById.get(message.conversationId)
    return conversation === undefined ? null : { message, conversation: toConversation(conversation) }
  }

  return {
    requestMediaText({ messageId, kind, again, at }) {
      const row = messageById.get(messageId)
      if (row === undefined || row.media === null) return null
      const known = stateOf.get(messageId)?.state
      if (known === 'ready' || known === 'waiting' || (known === 'failed' && !again)) return show(row, null)
      wait.run(messageId, row.instance_name, kind, at)
      return show(row, WAITING)
    },
    settleMediaText(messageId, outcome) {
      const row = messageById.get(messageId)
      const known = stateOf.get(messageId)
      if (row === undefined || known === undefined) return null
      if (outcome.state === 'failed') failed.run(messageId)
      else {
        const { fileHash, text, by, language } = outcome
        ready.run({ messageId, fileHash, text, isShortened: Number(outcome.isShortened), by, language })
        if (text !== '') searchAnew.run(row.seq)
      }
      return show(row, shownAs(known.kind, outcome))
    },
  }
}

export function mediaTextReads(db: Statements): Sync<Pick<StorageReads, 'waitingMediaTexts' | 'findMediaText' | 'mediaTextOf'>> {
  const waiting = db.prepare<[], { messageId: string; instanceName: string; kind: MediaTextKind }>(
    `SELECT message_id AS messageId, instance_name AS instanceName, kind FROM media_texts WHERE state = 'waiting' ORDER BY created_at, message_id`,
  )
  const byFile = db.prepare<[string, string], MediaTextRow>(
    "SELECT * FROM media_texts WHERE instance_name = ? AND file_hash = ? AND state = 'ready' LIMIT 1",
  )
  const byMessage = db.prepare<[string], MediaTextRow>("SELECT * FROM media_texts WHERE message_id = ? AND state = 'ready'")
  const known = (row: MediaTextRow | undefined): KnownMediaText | null =>
    row === undefined ? null : { text: row.text, isShortened: row.is_shortened === 1, by: row.by, language: row.language }
  return {
    waitingMediaTexts: () => waiting.all(),
    findMediaText: (instanceName, fileHash) => known(byFile.get(instanceName, fileHash)),
    mediaTextOf: (messageId) => known(byMessage.get(messageId)),
  }
}
