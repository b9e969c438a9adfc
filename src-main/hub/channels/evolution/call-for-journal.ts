/** Which webhook calls may be acknowledged first and handled later, and what is kept of them. */

import { isObject } from '../../runtime/json.ts'
import type { CallForJournal } from '../port.ts'
import type { NormalizeContext } from '../whatsapp/normalize/context.ts'
import { field, numberOf, objectAt, stringAt } from '../whatsapp/normalize/json.ts'
import { timeMsOf } from '../whatsapp/normalize/message.ts'
import { canonicalEvent, normalizeWebhook } from './normalize/webhook.ts'

const PERSON_OR_GROUP = /@(?:s\.whatsapp\.net|lid|g\.us)$/
/** The server's own key, which it sends along with every call. Inside a text its quotes are escaped. */
const API_KEY = /"apikey"\s*:\s*"(?:[^"\\]|\\.)*"/g

/** One text message, which nearly all calls bring: seen at a glance. Null for anything else. */
function plainMessage(body: unknown): CallForJournal['message'] {
  const event = stringAt(body, 'event')
  if (event === null || event.length > 100 || canonicalEvent(event) !== 'messages.upsert') return null
  const data = objectAt(body, 'data')
  const key = objectAt(data, 'key')
  const externalId = stringAt(key, 'id')
  const message = objectAt(data, 'message')
  const text = stringAt(message, 'conversation') ?? stringAt(objectAt(message, 'extendedTextMessage'), 'text')
  const seconds = numberOf(field(data, 'messageTimestamp'))
  if (!externalId || externalId.length > 200 || !text || seconds === null || seconds <= 0) return null
  if (!PERSON_OR_GROUP.test(stringAt(key, 'remoteJid') ?? '')) return null
  return { externalId, sentAtMs: timeMsOf(seconds, 0) }
}

/**
 * Null for changes of the link, which somebody with a phone in hand waits for, and for what is
 * ignored anyway. Throws as `normalizeWebhook` does.
 */
export function callForJournal(body: unknown, text: string, remoteName: string, context: NormalizeContext): CallForJournal | null {
  if (!isObject(body)) return null
  const stated = stringAt(body, 'instance')
  if (stated !== null && stated !== remoteName) return null
  const kept = { text: text.replace(API_KEY, '"apikey":null') }
  const plain = plainMessage(body)
  if (plain !== null) return { ...kept, message: plain }

  const { events, link, remoteName: inside } = normalizeWebhook(body, context)
  if (inside !== null && inside !== remoteName) return null
  if (link !== null || events.length === 0) return null
  const [first] = events
  const isOne = events.length === 1 && first?.type === 'message' && first.freshness === 'new'
  return { ...kept, message: isOne ? { externalId: first.externalId, sentAtMs: Date.parse(first.sentAt) } : null }
}
