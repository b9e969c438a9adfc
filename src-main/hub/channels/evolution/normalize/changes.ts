/** What happens to a message later: receipts, edits, revocations. */
import type { ChannelEvent, ReceiptState } from '../../port.ts'
import { type Content, contentOf, protocolContent } from './content.ts'
import type { NormalizeContext } from './context.ts'
import { field, type JsonObject, numberOf, objectAt, stringAt } from './json.ts'
import { timeOf } from './message.ts'

const RECEIPTS: Record<string, ReceiptState> = {
  ERROR: 'failed',
  SERVER_ACK: 'sent',
  DELIVERY_ACK: 'delivered',
  READ: 'read',
  PLAYED: 'played',
}
/** The same as numbers, as Baileys counts them; 1 is PENDING, which says nothing new. */
const NUMBERED: (ReceiptState | null)[] = ['failed', null, 'sent', 'delivered', 'read', 'played']

export function receiptState(status: unknown): ReceiptState | null {
  if (typeof status === 'string' && Object.hasOwn(RECEIPTS, status)) return RECEIPTS[status] ?? null
  const number = numberOf(status)
  return number === null ? null : (NUMBERED[number] ?? null)
}

function changeEvent(content: Content, fallbackTarget: string | null, nowMs: number): ChannelEvent[] {
  const at = new Date(nowMs).toISOString()
  if (content.is === 'revoke') return [{ type: 'revoke', externalId: content.target, at }]
  if (content.is === 'edit') return [{ type: 'edit', externalId: content.target, text: content.text, at: timeOf(content.atMs, nowMs) }]
  if (content.is === 'message' && fallbackTarget && content.kind !== 'unsupported') {
    return [{ type: 'edit', externalId: fallbackTarget, text: content.text, at }]
  }
  return []
}

/** `messages.update`: `keyId` since 2.x, a whole `key` before, status and message at the top or under `update`. */
export function updateEvents(data: JsonObject, context: NormalizeContext): ChannelEvent[] | null {
  const externalId = stringAt(data, 'keyId') ?? stringAt(field(data, 'key'), 'id')
  if (!externalId) return null
  const update = objectAt(data, 'update') ?? data
  const message = objectAt(update, 'message')
  if (message) {
    const events = changeEvent(contentOf(message), externalId, context.nowMs)
    if (events.length > 0) return events
  }
  const fromMe = field(data, 'fromMe') ?? field(field(data, 'key'), 'fromMe')
  const state = receiptState(field(update, 'status'))
  // How far the account itself has read a customer's message is no receipt of anything we sent.
  if (state === null || fromMe === false) return []
  const error = state === 'failed' ? 'WhatsApp refused the message.' : null
  return [{ type: 'receipt', externalId, state, error, at: null }]
}

/** `messages.edited` is a bare protocolMessage; revocations come here too. Some versions wrap it. */
export function editedEvents(data: JsonObject, context: NormalizeContext): ChannelEvent[] | null {
  const wrapped = objectAt(data, 'protocolMessage')
  const message = objectAt(data, 'message')
  if (wrapped) return changeEvent(protocolContent(wrapped), null, context.nowMs)
  const targetOfKey = stringAt(field(data, 'key'), 'id') ?? stringAt(data, 'keyId')
  if (message) return changeEvent(contentOf(message), targetOfKey, context.nowMs)
  if (targetOfKey === null) return null
  return changeEvent(protocolContent(data), null, context.nowMs)
}

/** `messages.delete`: flat key fields from WhatsApp, or (deleted over REST) a database row with `key` inside. */
export function deletedEvents(data: JsonObject, context: NormalizeContext): ChannelEvent[] | null {
  const key = objectAt(data, 'key')
  const externalId = key ? stringAt(key, 'id') : (stringAt(data, 'keyId') ?? stringAt(data, 'id'))
  return externalId ? [{ type: 'revoke', externalId, at: new Date(context.nowMs).toISOString() }] : null
}

/** `send.message`: the echo of what was sent over the API. Never a second message, only news of the first. */
export function echoEvents(data: JsonObject): ChannelEvent[] | null {
  const externalId = stringAt(field(data, 'key'), 'id')
  if (!externalId) return null
  return [{ type: 'receipt', externalId, state: 'sent', error: null, at: null }]
}
