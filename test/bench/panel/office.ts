/**
 * The database of a busy office, written with SQL since a million messages would take minutes by the
 * port, and then made searchable by the port, as the hub does it.
 */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { openSqliteStorage } from '../../../src-main/hub/storage/sqlite/storage.ts'
import { instanceRecord } from '../../support/storage-conformance.ts'
import { storageWorker } from '../../support/storage-worker.ts'

export interface Office {
  conversations: number
  messages: number
  /** So many of the messages are in one conversation, that of {@link LONG_TALKER}. */
  longest: number
}

export const LONG_TALKER = 'Dona Teresa'
/** In exactly {@link RARE_COUNT} messages. */
export const RARE_WORD = 'marzipan'
export const RARE_COUNT = 40
/** In about one message of ten. */
export const COMMON_WORD = 'bread'

const FIRST_NAMES = ['Ana', 'Rui', 'Beatriz', 'João', 'Carla', 'Miguel', 'Inês', 'Pedro', 'Luísa', 'Tomás']
const LAST_NAMES = ['Costa', 'Almeida', 'Ferreira', 'Gomes', 'Lopes', 'Martins', 'Neves', 'Pinto', 'Ramos', 'Sousa']
const SENTENCES = [
  'Do you open on Saturday?',
  'We open at nine and close at six.',
  'How much is the big cake with strawberries?',
  'It is 32, and 28 without the cream.',
  `Is there any rye ${COMMON_WORD} left today?`,
  'Thank you, see you tomorrow!',
  'Can I order for four people by Friday noon?',
  'Of course. Which name shall I write down?',
  'The street is closed, how do I get to you?',
  'Come by the back door, please.',
]

/** Writes instance `shop` with all of it. Takes about a minute for a million messages. */
export async function fillOffice(folder: string, { conversations, messages, longest }: Office): Promise<void> {
  const file = join(folder, 'omni.db')
  const empty = await openSqliteStorage({ file, worker: storageWorker })
  await empty.createInstance({ ...instanceRecord('shop'), isActive: false, secrets: {} })
  await empty.close()

  const db = new Database(file)
  db.pragma('synchronous = OFF')
  const contact = db.prepare('INSERT INTO contacts (id, instance_name, name, created_at, last_seen_at) VALUES (?, ?, ?, ?, ?)')
  const identity = db.prepare("INSERT INTO identities (instance_name, kind, value, contact_id) VALUES ('shop', 'phone', ?, ?)")
  const conversation = db.prepare(
    `INSERT INTO conversations (id, instance_name, external_id, kind, contact_id, last_message_at, last_message_preview,
       last_message_author, unread_count, attention, is_archived, created_at)
     VALUES (?, 'shop', ?, 'direct', ?, ?, ?, 'customer', ?, 'none', 0, ?)`,
  )
  const message = db.prepare(
    `INSERT INTO messages (id, instance_name, conversation_id, contact_id, external_id, author, author_name, kind, text, sent_at)
     VALUES (?, 'shop', ?, ?, ?, ?, ?, 'text', ?, ?)`,
  )
  const now = Date.now()
  const at = (n: number) => new Date(now - (messages - n) * 60_000).toISOString()
  const nameOf = (n: number) =>
    n === 0 ? LONG_TALKER : `${FIRST_NAMES[n % 10]} ${LAST_NAMES[Math.floor(n / 10) % 10]} ${Math.floor(n / 100)}`
  const rest = messages - longest
  const ofConversation = (n: number) => (n < longest ? 0 : 1 + ((n - longest) % (conversations - 1)))
  const rareEvery = Math.floor(rest / RARE_COUNT)
  db.transaction(() => {
    for (let n = 0; n < conversations; n += 1) {
      const phone = `55119${String(n).padStart(8, '0')}`
      contact.run(`p${n}`, 'shop', nameOf(n), at(0), at(n))
      identity.run(phone, `p${n}`)
      // The long conversation was just written to.
      const last = n === 0 ? new Date(now).toISOString() : at(messages - conversations + n)
      conversation.run(`k${n}`, `${phone}@s.whatsapp.net`, `p${n}`, last, SENTENCES[n % 10], n % 7 === 0 ? 1 : 0, at(0))
    }
    for (let n = 0; n < messages; n += 1) {
      const k = ofConversation(n)
      const isRare = n >= longest && (n - longest) % rareEvery === 0 && (n - longest) / rareEvery < RARE_COUNT
      const text = `${SENTENCES[(n * 7) % 10]} ${isRare ? RARE_WORD : `No. ${n}`}`
      const isAnswer = n % 2 === 1
      message.run(`m${n}`, `k${k}`, `p${k}`, `e${n}`, isAnswer ? 'agent' : 'customer', isAnswer ? 'House' : nameOf(k), text, at(n))
    }
  })()
  db.close()

  const full = await openSqliteStorage({ file, worker: storageWorker })
  while (!(await full.indexForSearch(2000))) {}
  await full.close()
}
