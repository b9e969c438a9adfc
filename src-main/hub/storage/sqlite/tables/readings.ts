/**
 * Files in words. The row is the queue and the whole result; what lists and events need of it stands
 * with the message, so that reading a thread costs nothing more.
 */
import type { Reading } from '../../../../../src-shared/contract/reading.ts'
import type { KnownReading, ReadingKind, ReadingOutcome } from '../../port/readings.ts'
import type { StorageReads, StorageWrites } from '../../port.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import type { readings } from '../schema/messages.ts'
import type { Row } from '../schema/row.ts'
import { CONVERSATION_BY_ID, type ConversationRow, type MessageRow, toConversation, toMessage } from './rows.ts'

type ReadingRow = Row<typeof readings>

const WAITING: Reading = {
  state: 'waiting',
  text: '',
  characters: 0,
  isShortened: false,
  by: null,
  language: null,
  problem: null,
}

function shownAs(kind: ReadingKind, outcome: ReadingOutcome): Reading {
  if (outcome.state === 'failed') return { ...WAITING, state: 'failed', problem: outcome.problem }
  const { text, isShortened, by, language } = outcome
  // A document is as long as a book may be; it stays in its own row.
  return { state: 'ready', text: kind === 'speech' ? text : '', characters: text.length, isShortened, by, language, problem: null }
}

export function readingWrites(db: Statements): Sync<Pick<StorageWrites, 'requestReading' | 'settleReading'>> {
  const messageById = db.prepare<[string], MessageRow>('SELECT * FROM messages WHERE id = ?')
  const conversationById = db.prepare<[string], ConversationRow>(CONVERSATION_BY_ID)
  const stateOf = db.prepare<[string], Pick<ReadingRow, 'state' | 'kind'>>('SELECT state, kind FROM readings WHERE message_id = ?')
  const wait = db.prepare(
    `INSERT INTO readings (message_id, instance_name, kind, state, created_at) VALUES (?, ?, ?, 'waiting', ?)
     ON CONFLICT DO UPDATE SET state = 'waiting', kind = excluded.kind`,
  )
  const ready = db.prepare(
    `UPDATE readings SET state = 'ready', file_hash = $fileHash, text = $text, is_shortened = $isShortened, by = $by, language = $language
     WHERE message_id = $messageId`,
  )
  const failed = db.prepare("UPDATE readings SET state = 'failed' WHERE message_id = ?")
  const saveMedia = db.prepare('UPDATE messages SET media = ? WHERE seq = ?')
  // What is said in it is found from now on.
  const searchAnew = db.prepare('INSERT OR IGNORE INTO search_dirty_messages (seq) VALUES (?)')

  function show(row: MessageRow, reading: Reading | null) {
    const message = toMessage(row)
    if (message.media === null) return null
    if (reading !== null) {
      message.media = { ...message.media, reading }
      saveMedia.run(JSON.stringify(message.media), message.seq)
    }
    const conversation = conversationById.get(message.conversationId)
    return conversation === undefined ? null : { message, conversation: toConversation(conversation) }
  }

  return {
    requestReading({ messageId, kind, again, at }) {
      const row = messageById.get(messageId)
      if (row === undefined || row.media === null) return null
      const known = stateOf.get(messageId)?.state
      if (known === 'ready' || known === 'waiting' || (known === 'failed' && !again)) return show(row, null)
      wait.run(messageId, row.instance_name, kind, at)
      return show(row, WAITING)
    },
    settleReading(messageId, outcome) {
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

export function readingReads(db: Statements): Sync<Pick<StorageReads, 'waitingReadings' | 'findReading' | 'readingOf'>> {
  const waiting = db.prepare<[], { messageId: string; instanceName: string; kind: ReadingKind }>(
    `SELECT message_id AS messageId, instance_name AS instanceName, kind FROM readings WHERE state = 'waiting' ORDER BY created_at, message_id`,
  )
  const byFile = db.prepare<[string, string], ReadingRow>(
    "SELECT * FROM readings WHERE instance_name = ? AND file_hash = ? AND state = 'ready' LIMIT 1",
  )
  const byMessage = db.prepare<[string], ReadingRow>("SELECT * FROM readings WHERE message_id = ? AND state = 'ready'")
  const known = (row: ReadingRow | undefined): KnownReading | null =>
    row === undefined ? null : { text: row.text, isShortened: row.is_shortened === 1, by: row.by, language: row.language }
  return {
    waitingReadings: () => waiting.all(),
    findReading: (instanceName, fileHash) => known(byFile.get(instanceName, fileHash)),
    readingOf: (messageId) => known(byMessage.get(messageId)),
  }
}
