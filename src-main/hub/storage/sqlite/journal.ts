/**
 * The journal before the inbox: events written down as they came, to be taken in later. A row holds
 * what arrived together, so that making a message durable costs one lookup and a share of a row.
 */
import type { InboxEvent, NewInbound, SettledEvent, StorageWrites } from '../port.ts'
import type { Db } from './database.ts'
import { decodeEvents, encodeEvents } from './journal-text.ts'
import type { Sync } from './sync.ts'

/**
 * What the main thread hands over: the events as one JSON text, and of each message how it is known
 * (empty for other events) and its trace. Few and plain values, for they cross to this thread.
 */
export interface JournalRow {
  events: string
  names: string[]
  turnIds: (string | null)[]
}

/** Places in the row of messages that were known already, with their first trace. */
export type JournalRepeats = [place: number, turnId: string | null][]

type Inbox = Sync<Pick<StorageWrites, 'acceptInbound' | 'updateMessage' | 'upsertContact' | 'renameChat'>>

interface StoredRow {
  seq: number
  events: string
  count: number
}

/** How a message is known within the whole hub; empty for one whose content will come under the same id. */
export const nameOf = ({ instanceName, externalId, kind }: Pick<NewInbound, 'instanceName' | 'externalId' | 'kind'>) =>
  kind === 'undecryptable' ? '' : `${instanceName}\n${externalId}`

interface Journal extends Sync<Pick<StorageWrites, 'settleInbound'>> {
  journalRow(row: JournalRow): JournalRepeats
}

/** `forget` must be called when something of a transaction was undone: what is remembered may be wrong. */
export function inboxJournal(db: Db, inbox: Inbox): { writes: Journal; forget(): void } {
  const insert = db.prepare('INSERT INTO inbox_journal (events, count) VALUES (?, ?)')
  const insertFailed = db.prepare('INSERT INTO inbox_journal (events, count, error) VALUES (?, 1, ?)')
  const all = db.prepare<[], StoredRow>('SELECT seq, events, count FROM inbox_journal')
  const oldest = db.prepare<[], StoredRow>('SELECT seq, events, count FROM inbox_journal WHERE error IS NULL ORDER BY seq LIMIT 1')
  const remove = db.prepare('DELETE FROM inbox_journal WHERE seq = ?')
  const storedTurn = db
    .prepare<[string, string], string | null>(
      "SELECT turn_id FROM messages WHERE instance_name = ? AND external_id = ? AND kind <> 'undecryptable'",
    )
    .pluck()
  const instanceExists = db.prepare<[string], number>('SELECT 1 FROM instances WHERE name = ?').pluck()
  const takeIn = db.transaction(settle)
  /** Messages in the journal and the traces they will have; null when it must be read from there. */
  let pending: Map<string, string | null> | null = null

  // What failed may have failed for the disk or for a mistake that this version no longer makes.
  db.prepare('UPDATE inbox_journal SET error = NULL WHERE error IS NOT NULL').run()

  function readPending(): Map<string, string | null> {
    const found = new Map<string, string | null>()
    for (const row of all.iterate())
      for (const event of decodeEvents(row.events)) if (event.type === 'message') found.set(nameOf(event.inbound), event.inbound.turnId)
    return found
  }

  function settle(event: InboxEvent): SettledEvent {
    switch (event.type) {
      case 'message':
        return { type: 'message', accepted: inbox.acceptInbound(event.inbound), receivedAt: event.inbound.receivedAt }
      case 'update':
        return { type: 'update', changed: inbox.updateMessage(event.instanceName, event.update) }
      case 'contact':
        return { type: 'contact', known: inbox.upsertContact(event.instanceName, event.contact, event.at) }
      case 'chat':
        return { type: 'chat', conversation: inbox.renameChat(event.instanceName, event.externalId, event.name) }
    }
  }

  return {
    writes: {
      journalRow({ events, names, turnIds }) {
        pending ??= readPending()
        const repeats: JournalRepeats = []
        for (const [place, name] of names.entries()) {
          if (name === '') continue
          const separator = name.indexOf('\n')
          const known = pending.has(name)
            ? (pending.get(name) ?? null)
            : storedTurn.get(name.slice(0, separator), name.slice(separator + 1))
          if (known === undefined) pending.set(name, turnIds[place] ?? null)
          else repeats.push([place, known])
        }
        // Rare, so taking them out of the text may cost something.
        const places = new Set(repeats.map(([place]) => place))
        const text = places.size === 0 ? events : encodeEvents(decodeEvents(events).filter((_event, place) => !places.has(place)))
        if (names.length > places.size) insert.run(text, names.length - places.size)
        return repeats
      },
      settleInbound() {
        const row = oldest.get()
        if (row === undefined) return { taken: 0, settled: [], failures: [] }
        const settled: { instanceName: string; event: SettledEvent }[] = []
        const failures: string[] = []
        for (const event of decodeEvents(row.events)) {
          const instanceName = event.type === 'message' ? event.inbound.instanceName : event.instanceName
          try {
            // A removed instance took everything with it that belonged to it.
            if (instanceExists.get(instanceName) !== undefined) settled.push({ instanceName, event: takeIn(event) })
            if (event.type === 'message') pending?.delete(nameOf(event.inbound))
          } catch (error) {
            // What the database itself says concerns them all: nothing of the batch happened.
            if (!db.inTransaction || (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_'))) throw error
            const reason = error instanceof Error ? error.message : String(error)
            failures.push(reason)
            insertFailed.run(encodeEvents([event]), reason)
          }
        }
        remove.run(row.seq)
        return { taken: row.count, settled, failures }
      },
    },
    forget() {
      pending = null
    },
  }
}
