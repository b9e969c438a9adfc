/**
 * People and chats. One person is one contact, by whichever of their ids an event names them; when
 * an event shows that two contacts are one person, they and their direct chats become one.
 */

import type { IdentityRef } from '../../../channels/port.ts'
import { newId } from '../../../runtime/ids.ts'
import type { MergedConversation } from '../../port.ts'
import type { ContactRecord, ConversationRecord } from '../../records.ts'
import type { Statements } from '../connection/statements.ts'
import type { identities } from '../schema/conversations.ts'
import type { Row } from '../schema/row.ts'
import { type MergedPair, mergeStore } from './merge.ts'
import { CONVERSATION_BY_ID, type ContactRow, type ConversationRow, type PlainConversationRow, toContact, toConversation } from './rows.ts'

const NONE: MergedConversation[] = []

/** A contact's "last seen" is written at most this often: it is for people, not for counting. */
const LAST_SEEN_GRANULARITY_MS = 60_000

export function contactStore(db: Statements) {
  const merges = mergeStore(db)
  const byIdentity = db.prepare<[string, string, string], Pick<Row<typeof identities>, 'contact_id'>>(
    'SELECT contact_id FROM identities WHERE instance_name = ? AND kind = ? AND value = ?',
  )
  const byId = db.prepare<[string], ContactRow>('SELECT * FROM contacts WHERE id = ?')
  const identitiesOf = db.prepare<[string], IdentityRef>('SELECT kind, value FROM identities WHERE contact_id = ?')
  const insert = db.prepare(
    'INSERT INTO contacts (id, instance_name, name, avatar_url, agent_user_id, created_at, last_seen_at) VALUES (?, ?, ?, ?, NULL, ?, ?)',
  )
  const addIdentity = db.prepare('INSERT OR IGNORE INTO identities (instance_name, kind, value, contact_id) VALUES (?, ?, ?, ?)')
  const update = db.prepare(
    'UPDATE contacts SET name = coalesce(?, name), avatar_url = coalesce(?, avatar_url), last_seen_at = ? WHERE id = ?',
  )
  const directOf = db.prepare<[string], Pick<PlainConversationRow, 'id' | 'external_id'>>(
    "SELECT id, external_id FROM conversations WHERE contact_id = ? AND kind = 'direct' ORDER BY created_at",
  )

  const conversationById = db.prepare<[string], ConversationRow>(CONVERSATION_BY_ID)
  const plainConversation = db.prepare<[string], PlainConversationRow>('SELECT * FROM conversations WHERE id = ?')
  const conversationByExternalId = db.prepare<[string, string], Pick<PlainConversationRow, 'id' | 'name' | 'contact_id' | 'external_id'>>(
    'SELECT id, name, contact_id, external_id FROM conversations WHERE instance_name = ? AND external_id = ?',
  )
  const insertConversation = db.prepare(
    `INSERT INTO conversations (id, instance_name, external_id, kind, name, contact_id, last_message_at, last_message_preview, attention, unread_count, is_archived, created_at)
     VALUES (?, ?, ?, ?, ?, ?, '', '', 'none', 0, 0, ?)`,
  )
  const setConversationFacts = db.prepare('UPDATE conversations SET name = ?, contact_id = ?, external_id = ? WHERE id = ?')

  let merged: MergedPair[] = []

  function load(id: string): ContactRecord | null {
    const row = byId.get(id)
    return row === undefined ? null : toContact(row, identitiesOf.all(id))
  }

  /** Finds, creates or merges. Null only without any identity. */
  function resolve(
    instanceName: string,
    identities: IdentityRef[],
    name: string | null,
    avatarUrl: string | null,
    at: string,
  ): ContactRecord | null {
    if (identities.length === 0) return null
    const found: string[] = []
    let missing = false
    for (const identity of identities) {
      const id = byIdentity.get(instanceName, identity.kind, identity.value)?.contact_id
      if (id === undefined) missing = true
      else if (!found.includes(id)) found.push(id)
    }
    const [first, ...others] = found
    if (first === undefined) {
      const id = newId()
      insert.run(id, instanceName, name, avatarUrl, at, at)
      for (const identity of identities) addIdentity.run(instanceName, identity.kind, identity.value, id)
      return load(id)
    }
    const row = byId.get(first)
    if (row === undefined) return null
    if (missing) for (const identity of identities) addIdentity.run(instanceName, identity.kind, identity.value, first)
    for (const other of others) merges.mergeContacts(instanceName, first, other)
    if (others.length > 0) merged.push(...merges.joinDirectChats(first))
    const isStale = Date.parse(at) - Date.parse(row.last_seen_at) > LAST_SEEN_GRANULARITY_MS
    const isNews = (name !== null && name !== row.name) || (avatarUrl !== null && avatarUrl !== row.avatar_url)
    if (!isStale && !isNews && !missing && others.length === 0) return toContact(row, identitiesOf.all(first))
    if (isStale || isNews) update.run(name, avatarUrl, at > row.last_seen_at ? at : row.last_seen_at, first)
    return load(first)
  }

  /**
   * The conversation of a chat, created when new. A direct chat that an event calls by another id of
   * the same person is the same conversation, and takes the newer id for its address.
   */
  function resolveConversation(
    instanceName: string,
    chat: { externalId: string; kind: ConversationRecord['kind']; name: string | null },
    contactId: string | null,
    at: string,
  ): string {
    let row = conversationByExternalId.get(instanceName, chat.externalId)
    if (row === undefined && chat.kind === 'direct' && contactId !== null) {
      const known = directOf.get(contactId)
      if (known !== undefined) row = conversationByExternalId.get(instanceName, known.external_id)
    }
    const ownContact = chat.kind === 'direct' ? contactId : null
    if (row === undefined) {
      const id = newId()
      insertConversation.run(id, instanceName, chat.externalId, chat.kind, chat.name, ownContact, at)
      return id
    }
    const name = chat.name ?? row.name
    const contact = ownContact ?? row.contact_id
    if (name !== row.name || contact !== row.contact_id || chat.externalId !== row.external_id) {
      setConversationFacts.run(name, contact, chat.externalId, row.id)
    }
    return row.id
  }

  /** @param contact saves the look-up when it is the conversation's own and at hand */
  function conversation(id: string, contact: ContactRecord | null = null): ConversationRecord {
    if (contact !== null) {
      const plain = plainConversation.get(id)
      if (plain?.contact_id === contact.id) {
        const phone = contact.identities.find((identity) => identity.kind === 'phone')?.value ?? null
        return toConversation(
          Object.assign(plain, { contact_name: contact.name, contact_avatar_url: contact.avatarUrl, phone_number: phone }),
        )
      }
    }
    const row = conversationById.get(id)
    if (row === undefined) throw new Error(`conversation ${id} vanished within its own transaction`)
    return toConversation(row)
  }

  /** What was joined since this was asked last, with the conversations as they are now. */
  function takeMerged(): MergedConversation[] {
    if (merged.length === 0) return NONE
    const pairs = merged
    merged = []
    return pairs.map(({ fromId, intoId }) => ({ fromId, conversation: conversation(intoId) }))
  }

  return { resolve, load, resolveConversation, conversation, takeMerged }
}
