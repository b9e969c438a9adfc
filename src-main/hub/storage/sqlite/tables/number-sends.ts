/** What a number has sent lately, counted where a restart cannot forget it. */
import type { SendSlot, StorageReads, StorageWrites } from '../../port.ts'
import type { Statements } from '../connection/statements.ts'
import type { Sync } from '../connection/sync.ts'
import { conversationAliases } from './merge.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const before = (iso: string, ms: number) => new Date(Date.parse(iso) - ms).toISOString()
const after = (iso: string, ms: number) => new Date(Date.parse(iso) + ms).toISOString()

const HAS_WRITTEN = "SELECT EXISTS (SELECT 1 FROM messages WHERE conversation_id = ? AND author = 'customer' AND kind <> 'system')"
const STRANGERS = `SELECT conversation_id AS id, min(at) AS at FROM number_sends
  WHERE instance_name = ? AND at > ? AND is_stranger = 1 GROUP BY conversation_id ORDER BY min(at)`

export function numberSendWrites(db: Statements): Sync<Pick<StorageWrites, 'takeSendSlot'>> {
  const aliases = conversationAliases(db)
  const known = db.prepare<[string], number>('SELECT 1 FROM number_sends WHERE delivery_id = ?').pluck()
  const hasWritten = db.prepare<[string], number>(HAS_WRITTEN).pluck()
  const sent = db.prepare<[string, string], string>('SELECT at FROM number_sends WHERE instance_name = ? AND at > ? ORDER BY at').pluck()
  const strangers = db.prepare<[string, string], { id: string; at: string }>(STRANGERS)
  const insert = db.prepare(
    'INSERT INTO number_sends (delivery_id, instance_name, conversation_id, at, is_stranger) VALUES (?, ?, ?, ?, ?)',
  )
  const forget = db.prepare('DELETE FROM number_sends WHERE instance_name = ? AND at <= ?')

  return {
    takeSendSlot({ instanceName, deliveryId, conversationId: id, at }, { perHour, newContactsPerDay }): SendSlot {
      // Another try of the same message is not another message.
      if (known.get(deliveryId) !== undefined) return { state: 'taken' }
      const conversationId = aliases.current(id)
      const written = hasWritten.get(conversationId) === 1 ? [] : strangers.all(instanceName, before(at, DAY_MS))
      // Whoever was written to today is new only once.
      const isNew = hasWritten.get(conversationId) === 0 && !written.some((other) => other.id === conversationId)
      if (isNew && written.length >= newContactsPerDay) {
        const oldest = newContactsPerDay === 0 ? undefined : written.at(-newContactsPerDay)
        return { state: 'no_more_strangers', freeAt: oldest === undefined ? null : after(oldest.at, DAY_MS) }
      }
      const times = sent.all(instanceName, before(at, HOUR_MS))
      if (times.length >= perHour) return { state: 'full', freeAt: after(times.at(-perHour) ?? at, HOUR_MS) }
      forget.run(instanceName, before(at, DAY_MS))
      insert.run(deliveryId, instanceName, conversationId, at, isNew ? 1 : 0)
      return { state: 'taken' }
    },
  }
}

export function numberSendReads(db: Statements): Sync<Pick<StorageReads, 'sendUsage' | 'hasWritten'>> {
  const aliases = conversationAliases(db)
  const sent = db.prepare<[string, string], string>('SELECT at FROM number_sends WHERE instance_name = ? AND at > ? ORDER BY at').pluck()
  const strangers = db.prepare<[string, string], { id: string; at: string }>(STRANGERS)
  const hasWritten = db.prepare<[string], number>(HAS_WRITTEN).pluck()
  return {
    sendUsage(instanceName, at) {
      return {
        sentAt: sent.all(instanceName, before(at, HOUR_MS)),
        newContacts: strangers.all(instanceName, before(at, DAY_MS)).length,
      }
    },
    hasWritten: (conversationId) => hasWritten.get(aliases.current(conversationId)) === 1,
  }
}
