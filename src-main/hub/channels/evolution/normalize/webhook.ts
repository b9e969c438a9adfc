/**
 * The body of one webhook call to what happened.
 *
 * Source: Evolution API 2.3.7, recorded in test/fixtures/evolution, and the shapes of the versions
 * around it. The envelope is `{event, instance, data, date_time, sender, server_url, apikey}`.
 * `date_time` is the server's wall clock with a false `Z`, and is not used.
 */
import { OmniError } from '../../../../../src-shared/errors.ts'
import { checkJsonBudget } from '../../../runtime/http/json-budget.ts'
import { isObject, type JsonObject } from '../../../runtime/json.ts'
import type { ChannelEvent } from '../../port.ts'
import { parseJid } from '../../whatsapp/jid.ts'
import type { NormalizeContext } from '../../whatsapp/normalize/context.ts'
import { field, objectAt, stringAt } from '../../whatsapp/normalize/json.ts'
import { messageEvents } from '../../whatsapp/normalize/message.ts'
import { contactEvents, groupEvents, participantEvents, presenceEvents } from '../../whatsapp/normalize/people.ts'
import { deletedEvents, echoEvents, editedEvents, updateEvents } from './changes.ts'
import { type LinkReport, linkReport } from './link.ts'

export interface Normalized {
  /** The canonical name: lower case with dots, whatever the server wrote; empty where it wrote none. */
  event: string
  /** The name of the instance on the Evolution server; null in bodies without one. */
  remoteName: string | null
  events: ChannelEvent[]
  link: LinkReport | null
  /** The account's own number, from the envelope. */
  ownPhone: string | null
}

/** `MESSAGES_UPSERT`, `messages-upsert` and `messages.upsert` are one. */
export function canonicalEvent(name: string): string {
  return name.trim().toLowerCase().replace(/[_-]/g, '.')
}

/** Some set-ups send the whole of `data`, or the whole call inside it, as base64 of its JSON. */
function unpacked(body: JsonObject): JsonObject {
  const data = field(body, 'data')
  if (typeof data !== 'string') return body
  const inner = decoded(data)
  const isCall = isObject(inner) && field(inner, 'key') === undefined && field(inner, 'data') !== undefined
  return isCall ? { ...body, ...inner, ...stated(body) } : { ...body, data: inner }
}

/** What the outer call says goes before what is packed in it: by that its secret was checked, and its instance is known. */
const stated = ({ event, instance }: JsonObject): JsonObject => ({
  ...(event === undefined ? {} : { event }),
  ...(instance === undefined ? {} : { instance }),
})

function decoded(data: string): unknown {
  const bytes = Buffer.from(data, 'base64')
  checkJsonBudget(bytes)
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    throw new OmniError('bad_request', 'The "data" of the webhook is text, but not base64 of JSON.', { cause })
  }
}

/** The things an event is about: `data` may be one, a list, `{messages: […]}` or (v1) missing beside `messages`. */
function itemsOf(data: unknown, body: JsonObject, listName: string): unknown[] {
  if (Array.isArray(data)) return data
  const inner = field(data, listName) ?? (data === undefined || data === null ? field(body, listName) : undefined)
  if (Array.isArray(inner)) return inner
  return data === undefined || data === null ? [] : [data]
}

/** Runs `read` over the items; a call in which nothing could be read is a malformed one. */
function collect(items: unknown[], name: string, read: (item: JsonObject) => ChannelEvent[] | null): ChannelEvent[] {
  const events: ChannelEvent[] = []
  let readable = 0
  for (const item of items) {
    const found = isObject(item) ? read(item) : null
    if (found === null) continue
    readable += 1
    events.push(...found)
  }
  if (readable === 0) throw new OmniError('bad_request', `The webhook "${name}" carries nothing of the expected shape.`)
  return events
}

function eventsOf(event: string, data: unknown, body: JsonObject, context: NormalizeContext): ChannelEvent[] {
  const { data: _, ...envelope } = body
  switch (event) {
    case 'messages.upsert': {
      const { messages: __, ...single } = envelope
      return collect(itemsOf(data, body, 'messages'), event, (item) => messageEvents(item, single, 'new', context))
    }
    case 'messages.set': {
      const { messages: __, ...single } = envelope
      const items = itemsOf(data, body, 'messages')
      return items.length === 0 ? [] : collect(items, event, (item) => messageEvents(item, single, 'history', context))
    }
    case 'messages.update':
      return collect(itemsOf(data, body, 'messages'), event, (item) => updateEvents(item, context))
    case 'messages.edited':
    case 'send.message.update':
      return collect(itemsOf(data, body, 'messages'), event, (item) => editedEvents(item, context))
    case 'messages.delete':
      return collect(itemsOf(data, body, 'messages'), event, (item) => deletedEvents(item, context))
    case 'send.message':
      return collect(itemsOf(data, body, 'messages'), event, echoEvents)
    case 'contacts.set':
    case 'contacts.upsert':
    case 'contacts.update':
      return itemsOf(data, body, 'contacts').flatMap((item) => (isObject(item) ? contactEvents(item, context) : []))
    case 'chats.set':
    case 'chats.upsert':
    case 'chats.update':
      return itemsOf(data, body, 'chats').flatMap((item) => (isObject(item) ? groupEvents(item) : []))
    case 'groups.upsert':
    case 'groups.update':
    case 'group.update':
      return itemsOf(data, body, 'groups').flatMap((item) => (isObject(item) ? groupEvents(item) : []))
    case 'group.participants.update':
      return isObject(data) ? participantEvents(data, context) : []
    case 'presence.update':
      return collect(itemsOf(data, body, 'presences'), event, (item) => presenceEvents(item, context))
    default:
      return []
  }
}

/** The canonical name; null for a call without one that brings no message, as scripts make it to see whether somebody answers. */
function eventName(body: JsonObject, data: unknown): string | null {
  const stated = field(body, 'event')
  if (typeof stated === 'string' && stated.trim() !== '' && stated.length <= 100) return canonicalEvent(stated)
  if (stated !== undefined) throw new OmniError('bad_request', 'The "event" of the webhook is not a name.')
  // Proxies that split events by address sometimes drop the name; a message still shows itself.
  const sample = itemsOf(data, body, 'messages')[0]
  if (stringAt(objectAt(sample, 'key'), 'id') !== null && objectAt(sample, 'message')) return 'messages.upsert'
  if (isObject(data)) return null
  throw new OmniError('bad_request', 'The webhook does not say what "event" it is.')
}

/**
 * Reads one webhook body. Throws only an OmniError `bad_request`, for an envelope of the wrong
 * shape; single entries that cannot be read are ignored when others can.
 */
export function normalizeWebhook(given: unknown, context: NormalizeContext): Normalized {
  if (!isObject(given)) throw new OmniError('bad_request', 'The webhook body is not a JSON object.')
  const body = unpacked(given)
  const data = field(body, 'data')
  if (typeof data === 'number' || typeof data === 'boolean' || typeof data === 'string') {
    throw new OmniError('bad_request', 'The "data" of the webhook is neither an object nor a list.')
  }
  const event = eventName(body, data) ?? ''
  const sender = parseJid(field(body, 'sender'))
  const ownPhone = sender?.kind === 'phone' ? sender.user : null
  const own = { phone: ownPhone ?? context.own.phone, lid: context.own.lid, name: context.own.name ?? null }
  return {
    event,
    remoteName: stringAt(body, 'instance'),
    events: eventsOf(event, data, body, { ...context, own }),
    link: linkReport(event, data),
    ownPhone,
  }
}
