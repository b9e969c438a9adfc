/**
 * What one WhatsApp message says: the `message` part of an event, without who wrote it and where.
 *
 * Source of the shapes: WhatsApp's protobuf as Baileys 6/7 prints it, and what Evolution 2.x changes
 * (extended text flattened to `conversation`, `base64` and `mediaUrl` put beside the media part).
 *
 * Known limits: votes of polls are read only where Evolution has decrypted them; view-once media
 * arrives without bytes, because WhatsApp does not give them to linked devices.
 */
import type { MessageKind } from '../../../../../src-shared/contract/conversations.ts'
import { isObject, type JsonObject } from '../../../runtime/json.ts'
import type { InboundMedia } from '../../port.ts'
import { field, listAt, numberOf, objectAt, stringAt } from './json.ts'
import { MEDIA_PARTS, mediaOf } from './media.ts'
import { cleanName, cleanText } from './text.ts'
import { interactiveText } from './text-forms.ts'

export interface Said {
  is: 'message'
  kind: MessageKind
  text: string
  media: InboundMedia | null
  location: { latitude: number; longitude: number; name: string | null; address?: string } | null
  sharedContacts: { name: string; vcard: string | null }[]
  contextInfo: JsonObject | null
}

export type Content =
  | Said
  | { is: 'reaction'; target: string; emoji: string }
  | { is: 'edit'; target: string; text: string; atMs: number | null }
  | { is: 'revoke'; target: string }
  /** A changed text that could not be opened. */
  | { is: 'sealed'; target: string }
  /** Keys, settings and other traffic between devices: nobody said anything. */
  | { is: 'nothing' }

const MAX_WRAPPERS = 12

/** Envelopes around the real message; each holds it as `message`. */
const WRAPPERS = [
  'ephemeralMessage',
  'viewOnceMessage',
  'viewOnceMessageV2',
  'viewOnceMessageV2Extension',
  'documentWithCaptionMessage',
  'editedMessage',
  'deviceSentMessage',
  'lottieStickerMessage',
  'groupMentionedMessage',
  'groupStatusMentionMessage',
  'botInvokeMessage',
  'associatedChildMessage',
  'limitSharingMessage',
  'pollCreationMessageV4',
]

/** Parts that travel with a message, or alone, and say nothing on their own. */
const SILENT = new Set([
  'messageContextInfo',
  'senderKeyDistributionMessage',
  'fastRatchetKeySenderKeyDistributionMessage',
  'encReactionMessage',
  'encCommentMessage',
  'encEventResponseMessage',
  'pollUpdateMessage',
  'pinInChatMessage',
  'keepInChatMessage',
  'albumMessage',
  'placeholderMessage',
  'stickerSyncRmrMessage',
  'base64',
  'mediaUrl',
  'speechToText',
])

interface Unwrapped {
  message: JsonObject
  base64: unknown
  mediaUrl: unknown
  /** Quotes sometimes hang on the wrapper. */
  contextInfo: JsonObject | null
}

function unwrap(outer: JsonObject): Unwrapped {
  const result: Unwrapped = { message: outer, base64: undefined, mediaUrl: undefined, contextInfo: null }
  for (let depth = 0; depth < MAX_WRAPPERS; depth += 1) {
    result.base64 ??= field(result.message, 'base64')
    result.mediaUrl ??= field(result.message, 'mediaUrl')
    const name = WRAPPERS.find((wrapper) => objectAt(field(result.message, wrapper), 'message'))
    if (!name) break
    const wrapper = objectAt(result.message, name)
    result.contextInfo ??= objectAt(wrapper, 'contextInfo')
    result.message = objectAt(wrapper, 'message') ?? {}
  }
  return result
}

function said(kind: MessageKind, text: string, contextInfo: JsonObject | null, rest: Partial<Said> = {}): Said {
  return { is: 'message', kind, text: cleanText(text), media: null, location: null, sharedContacts: [], contextInfo, ...rest }
}

/** An edit or a revocation; both the bare protocolMessage of `messages.edited` and the one inside a message. */
export function protocolContent(protocol: JsonObject, depth = 0): Content {
  const type = field(protocol, 'type')
  const target = stringAt(field(protocol, 'key'), 'id')
  if (target === null || target === '') return { is: 'nothing' }
  if (type === 'REVOKE' || type === 0) return { is: 'revoke', target }
  const edited = objectAt(protocol, 'editedMessage')
  if (!edited || !(type === 'MESSAGE_EDIT' || type === 14 || type === undefined)) return { is: 'nothing' }
  // The new text may itself come as a protocolMessage, but an edit of an edit of an edit is an attack on the stack.
  const content: Content = depth > 2 ? { is: 'nothing' } : contentOf(edited, null, depth + 1)
  if (content.is === 'edit') return { ...content, target }
  return {
    is: 'edit',
    target,
    text: content.is === 'message' ? content.text : '',
    atMs: numberOf(field(protocol, 'timestampMs')),
  }
}

/** Events and polls are changed this way, too, which changes nothing that was said. */
function sealedContent(sealed: JsonObject): Content {
  const target = stringAt(objectAt(sealed, 'targetMessageKey'), 'id')
  const isEdit = field(sealed, 'secretEncType') === 2 || field(sealed, 'secretEncType') === 'MESSAGE_EDIT'
  return isEdit && target ? { is: 'sealed', target } : { is: 'nothing' }
}

function locationOf(part: JsonObject): Said['location'] {
  const latitude = numberOf(field(part, 'degreesLatitude'))
  const longitude = numberOf(field(part, 'degreesLongitude'))
  if (latitude === null || longitude === null || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return null
  const name = cleanName(field(part, 'name'))
  const address = cleanName(field(part, 'address'))
  return { latitude, longitude, name: name ?? address, ...(name === null || address === null ? {} : { address }) }
}

function contactOf(part: unknown): { name: string; vcard: string | null } | null {
  if (!isObject(part)) return null
  const vcard = cleanText(field(part, 'vcard'), 20_000)
  const fromCard = /^FN[^:\r\n]*:(.*)$/m.exec(vcard)?.[1]
  const name = cleanName(field(part, 'displayName')) ?? cleanName(fromCard)
  return name === null && vcard === '' ? null : { name: name ?? '', vcard: vcard === '' ? null : vcard }
}

function pollOf(message: JsonObject): Said | null {
  const poll = ['pollCreationMessage', 'pollCreationMessageV2', 'pollCreationMessageV3', 'pollCreationMessageV5']
    .map((name) => objectAt(message, name))
    .find((part) => part !== null)
  if (!poll) return null
  const options = listAt(poll, 'options')
    .slice(0, 50)
    .map((option) => cleanName(field(option, 'optionName')) ?? cleanName(option))
    .filter((option) => option !== null)
  const lines = [cleanText(field(poll, 'name'), 4000), ...options.map((option) => `- ${option}`)]
  return said('poll', lines.join('\n'), objectAt(poll, 'contextInfo'))
}

/** A vote that Evolution decrypted names the chosen options as strings. */
function voteOf(message: JsonObject): Said | null {
  const selected = listAt(field(field(message, 'pollUpdateMessage'), 'vote'), 'selectedOptions')
  const names = selected.filter((option) => typeof option === 'string').map((option) => cleanName(option))
  return names.length === 0 ? null : said('poll', names.filter((name) => name !== null).join('\n'), null)
}

/** Reads the `message` of an event. `fallbackContext` is the `contextInfo` that Evolution puts beside it. */
export function contentOf(outer: JsonObject, fallbackContext: JsonObject | null = null, depth = 0): Content {
  const { message, base64, mediaUrl, contextInfo } = unwrap(outer)
  const context = (part: unknown): JsonObject | null => objectAt(part, 'contextInfo') ?? contextInfo ?? fallbackContext

  const protocol = objectAt(message, 'protocolMessage')
  if (protocol) return protocolContent(protocol, depth)

  const reaction = objectAt(message, 'reactionMessage')
  if (reaction) {
    const target = stringAt(field(reaction, 'key'), 'id')
    return target ? { is: 'reaction', target, emoji: cleanText(field(reaction, 'text'), 64) } : { is: 'nothing' }
  }

  const sealed = objectAt(message, 'secretEncryptedMessage')
  if (sealed) return sealedContent(sealed)

  const conversation = stringAt(message, 'conversation')
  if (conversation !== null) return said('text', conversation, context(null))
  const extended = objectAt(message, 'extendedTextMessage')
  if (extended) return said('text', stringAt(extended, 'text') ?? '', context(extended))

  for (const [name, kind] of MEDIA_PARTS) {
    const part = objectAt(message, name)
    if (!part) continue
    const media = mediaOf(part, name, base64, mediaUrl)
    return said(kind, stringAt(part, 'caption') ?? '', context(part), { media })
  }

  const place = objectAt(message, 'locationMessage') ?? objectAt(message, 'liveLocationMessage')
  if (place) {
    const location = locationOf(place)
    const text = stringAt(place, 'caption') ?? stringAt(place, 'comment') ?? ''
    return said(location ? 'location' : 'unsupported', text, context(place), { location })
  }

  const card = objectAt(message, 'contactMessage')
  const cards = objectAt(message, 'contactsArrayMessage')
  if (card || cards) {
    const parts = card ? [card] : listAt(cards, 'contacts').slice(0, 200)
    const sharedContacts = parts.map(contactOf).filter((contact) => contact !== null)
    return said('contact', '', context(card ?? cards), { sharedContacts })
  }

  const poll = pollOf(message) ?? voteOf(message)
  if (poll) return poll

  const form = interactiveText(message)
  if (form) return said('text', form.text, context(form.part))

  const isSilent = Object.keys(message).length > 0 && Object.keys(message).every((name) => SILENT.has(name))
  return isSilent ? { is: 'nothing' } : said('unsupported', '', context(null))
}
