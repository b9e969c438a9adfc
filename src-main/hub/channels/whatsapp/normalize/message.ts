/** `messages.upsert` and everything else that carries a whole message: one message to one event. */

import { isObject, type JsonObject } from '../../../runtime/json.ts'
import type { ChannelEvent, InboundMessage } from '../../port.ts'
import { directChatOf, identitiesOf, type Jid, parseJid, personOf } from '../jid.ts'
import { type Content, contentOf, type Said } from './content.ts'
import type { NormalizeContext, OwnAccount } from './context.ts'
import { booleanAt, field, listAt, numberOf, objectAt, stringAt } from './json.ts'
import { personName } from './person-name.ts'
import { traceable } from './raw.ts'
import { cleanText } from './text.ts'

/** Seconds, milliseconds or a Long; what is missing or absurd counts as now. */
export const timeOf = (value: unknown, nowMs: number): string => new Date(timeMsOf(value, nowMs)).toISOString()

/** The same in milliseconds since 1970. */
export function timeMsOf(value: unknown, nowMs: number): number {
  const number = numberOf(value)
  if (number === null || number <= 0) return nowMs
  const ms = Math.trunc(number > 100_000_000_000 ? number : number * 1000)
  return ms < 8.64e15 ? ms : nowMs
}

function isOwn(address: unknown, own: OwnAccount): boolean {
  const jid = parseJid(address)
  if (jid?.kind === 'phone') return jid.user === own.phone
  return jid?.kind === 'lid' && jid.user === own.lid
}

function quoteOf(context: JsonObject | null): InboundMessage['quote'] {
  const externalId = stringAt(context, 'stanzaId')
  if (!externalId) return null
  const quoted = objectAt(context, 'quotedMessage')
  const content: Content | null = quoted ? contentOf(quoted) : null
  return { externalId, text: content?.is === 'message' ? cleanText(content.text, 4000) : '', authorName: null }
}

/** A change that cannot be read points to what was changed: a person can look on the phone. */
const sealedStub = (target: string): Said => ({
  is: 'message',
  kind: 'unsupported',
  text: '',
  media: null,
  location: null,
  sharedContacts: [],
  contextInfo: { stanzaId: target },
})

function mentionsAccount(said: Said, own: OwnAccount): boolean {
  if (listAt(said.contextInfo, 'mentionedJid').some((jid) => isOwn(jid, own))) return true
  return stringAt(said.contextInfo, 'stanzaId') !== null && isOwn(field(said.contextInfo, 'participant'), own)
}

/** Where a message belongs and who is on the other side; null for the status feed, newsletters and nonsense. */
interface Place {
  chat: InboundMessage['chat']
  person: ReturnType<typeof personOf>
}

function placeOf(key: JsonObject, data: JsonObject, context: NormalizeContext): Place | null {
  const remote = parseJid(field(key, 'remoteJid'))
  if (remote !== null && isBroadcastList(remote)) return booleanAt(key, 'fromMe') ? null : directPlace(participantsOf(key, data), context)
  if (!remote || remote.kind === 'other') return null
  if (remote.kind === 'group') {
    const person = personOf(participantsOf(key, data), context.phoneOfLid)
    return { chat: { externalId: remote.address, kind: 'group', name: null }, person }
  }
  // Versions up to 2.3.0 name the phone `senderPn`; own messages carry the account itself there.
  const alternatives = booleanAt(key, 'fromMe') ? ['remoteJidAlt'] : ['remoteJidAlt', 'senderPn', 'senderLid']
  return directPlace([remote.address, ...alternatives.map((name) => field(key, name))], context)
}

/** A customer who writes to a list of recipients writes to each of them; the answer goes to that customer alone. */
const isBroadcastList = ({ address }: Jid): boolean => address.endsWith('@broadcast') && address !== 'status@broadcast'

/** Who wrote into a chat of several people. */
function participantsOf(key: JsonObject, data: JsonObject): unknown[] {
  const candidates = ['participant', 'participantAlt', 'participantPn', 'participantLid', 'senderPn', 'senderLid']
  return [...candidates.map((name) => field(key, name)), field(data, 'participant')]
}

function directPlace(fields: readonly unknown[], context: NormalizeContext): Place | null {
  const person = personOf(fields, context.phoneOfLid)
  const externalId = directChatOf(person)
  return externalId === null ? null : { chat: { externalId, kind: 'direct', name: null }, person }
}

/**
 * One message of an event. `envelope` is what `raw` is made from. Returns null when the shape is
 * not that of a message at all, and no events for what is deliberately ignored.
 */
export function messageEvents(
  data: unknown,
  envelope: JsonObject,
  freshness: InboundMessage['freshness'],
  context: NormalizeContext,
): ChannelEvent[] | null {
  const key = objectAt(data, 'key')
  const externalId = stringAt(key, 'id')
  if (!isObject(data) || !key || !externalId || externalId.length > 200 || stringAt(key, 'remoteJid') === null) return null
  const place = placeOf(key, data, context)
  if (!place) return []
  const arrived = objectAt(data, 'message')
  const message = context.unsealed ? context.unsealed(data, arrived, context.own) : arrived
  // A stub is WhatsApp's own note about the group ("Ann joined"), not something that anybody said.
  if (!message && field(data, 'messageStubType') !== undefined && field(data, 'messageStubType') !== null) return []

  const isFromMe = booleanAt(key, 'fromMe')
  const at = timeOf(field(data, 'messageTimestamp'), context.nowMs)
  const content = contentOf(message ?? {}, objectAt(data, 'contextInfo'))
  const name = isFromMe ? null : personName([field(data, 'pushName'), field(data, 'verifiedBizName')], context.own)
  const identities = identitiesOf(place.person)

  switch (content.is) {
    case 'nothing':
      return []
    case 'revoke':
      return [{ type: 'revoke', externalId: content.target, at }]
    case 'edit':
      return [{ type: 'edit', externalId: content.target, text: content.text, at: timeOf(content.atMs, Date.parse(at)) }]
    case 'reaction': {
      const by = isFromMe ? identitiesOf(context.own) : identities
      return [
        { type: 'reaction', externalId, targetExternalId: content.target, emoji: content.emoji, by, byName: name, isOwn: isFromMe, at },
      ]
    }
    case 'sealed':
    case 'message': {
      const said = content.is === 'sealed' ? sealedStub(content.target) : content
      const hasSender = place.chat.kind === 'direct' || (!isFromMe && identities.length > 0)
      return [
        {
          type: 'message',
          externalId,
          chat: place.chat,
          sender: hasSender ? { identities, name, avatarUrl: null } : null,
          author: isFromMe ? 'phone' : 'customer',
          kind: said.kind,
          text: said.text,
          media: said.media,
          location: said.location,
          sharedContacts: said.sharedContacts,
          quote: quoteOf(said.contextInfo),
          mentionsAccount: !isFromMe && place.chat.kind === 'group' && mentionsAccount(said, context.own),
          sentAt: at,
          // There is nothing in it that could be answered.
          freshness: content.is === 'sealed' ? 'history' : freshness,
          raw: traceable({ ...envelope, data }),
        },
      ]
    }
  }
}
