/** Contacts, groups and presence. */

import { isObject, type JsonObject } from '../../../runtime/json.ts'
import type { ChannelEvent } from '../../port.ts'
import { directChatOf, identitiesOf, parseJid, personOf } from '../jid.ts'
import type { NormalizeContext } from './context.ts'
import { field, listAt, objectAt, stringAt, webAddress } from './json.ts'
import { personName } from './person-name.ts'
import { cleanName } from './text.ts'

/** `contacts.*`. A group's row carries the name of whoever wrote last, so groups are ignored. */
export function contactEvents(data: JsonObject, context: NormalizeContext): ChannelEvent[] {
  const person = personOf(
    ['remoteJid', 'id', 'lid', 'phoneNumber', 'jid', 'remoteJidAlt'].map((name) => field(data, name)),
    context.phoneOfLid,
  )
  if (person.phone !== null && person.phone === context.own.phone) return []
  const identities = identitiesOf(person)
  const name = personName([field(data, 'pushName'), field(data, 'name'), field(data, 'notify')], context.own)
  const avatarUrl = webAddress(field(data, 'profilePicUrl')) ?? webAddress(field(data, 'profilePictureUrl'))
  const isNews = name !== null || avatarUrl !== null || identities.length > 1
  return identities.length > 0 && isNews ? [{ type: 'contact', identities, name, avatarUrl }] : []
}

/** `groups.*` and the rare chat row that names its group. */
export function groupEvents(data: JsonObject): ChannelEvent[] {
  const jid = parseJid(field(data, 'id')) ?? parseJid(field(data, 'remoteJid'))
  const name = cleanName(field(data, 'subject')) ?? cleanName(field(data, 'name'))
  if (jid?.kind !== 'group' || name === null) return []
  return [{ type: 'chat', chat: { externalId: jid.address, kind: 'group', name } }]
}

/** `group-participants.update`: worth reading because it joins LIDs to phones. Entries are strings or objects. */
export function participantEvents(data: JsonObject, context: NormalizeContext): ChannelEvent[] {
  const events: ChannelEvent[] = []
  for (const participant of listAt(data, 'participants').slice(0, 5000)) {
    if (!isObject(participant)) continue
    const person = personOf([field(participant, 'id'), field(participant, 'phoneNumber'), field(participant, 'lid')])
    const identities = identitiesOf(person)
    if (identities.length > 1)
      events.push({ type: 'contact', identities, name: personName([field(participant, 'name')], context.own), avatarUrl: null })
  }
  return events
}

/** `presence.update`: `{id, presences: {jid: {lastKnownPresence}}}`. */
export function presenceEvents(data: JsonObject, context: NormalizeContext): ChannelEvent[] | null {
  const chat = parseJid(field(data, 'id'))
  const presences = objectAt(data, 'presences')
  if (!chat || !presences) return null
  if (chat.kind === 'other') return []
  const chatExternalId = chat.kind === 'group' ? chat.address : directChatOf(personOf([chat.address], context.phoneOfLid))
  if (chatExternalId === null) return []
  const events: ChannelEvent[] = []
  for (const [address, presence] of Object.entries(presences).slice(0, 1000)) {
    const who = identitiesOf(personOf([address], context.phoneOfLid))
    const state = stringAt(presence, 'lastKnownPresence')
    if (who.length > 0 && state !== null) {
      events.push({ type: 'typing', chatExternalId, who, isTyping: state === 'composing' || state === 'recording' })
    }
  }
  return events
}
