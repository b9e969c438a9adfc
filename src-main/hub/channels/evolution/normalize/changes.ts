/** What happens to a message later, in the shapes of Evolution: receipts, edits, revocations. */

import type { JsonObject } from '../../../runtime/json.ts'
import type { ChannelEvent } from '../../port.ts'
import { changeEvents, receiptState } from '../../whatsapp/normalize/changes.ts'
import { contentOf, protocolContent } from '../../whatsapp/normalize/content.ts'
import type { NormalizeContext } from '../../whatsapp/normalize/context.ts'
import { field, objectAt, stringAt } from '../../whatsapp/normalize/json.ts'

/** `messages.update`: `keyId` since 2.x, a whole `key` before, status and message at the top or under `update`. */
export function updateEvents(data: JsonObject, context: NormalizeContext): ChannelEvent[] | null {
  const externalId = stringAt(data, 'keyId') ?? stringAt(field(data, 'key'), 'id')
  if (!externalId) return null
  const update = objectAt(data, 'update') ?? data
  const message = objectAt(update, 'message')
  if (message) {
    const events = changeEvents(contentOf(message), externalId, context.nowMs)
    if (events.length > 0) return events
  }
  const fromMe = field(data, 'fromMe') ?? field(field(data, 'key'), 'fromMe')
  const state = receiptState(field(update, 'status'))
  // How far the account itself has read a customer's message is not a receipt of anything we sent.
  if (state === null || fromMe === false) return []
  const error = state === 'failed' ? 'WhatsApp refused the message.' : null
  return [{ type: 'receipt', externalId, state, error, at: null }]
}

/** `messages.edited` is a bare protocolMessage; revocations come here too. Some versions wrap it. */
export function editedEvents(data: JsonObject, context: NormalizeContext): ChannelEvent[] | null {
  const wrapped = objectAt(data, 'protocolMessage')
  const message = objectAt(data, 'message')
  if (wrapped) return changeEvents(protocolContent(wrapped), null, context.nowMs)
  const targetOfKey = stringAt(field(data, 'key'), 'id') ?? stringAt(data, 'keyId')
  if (message) return changeEvents(contentOf(message), targetOfKey, context.nowMs)
  if (targetOfKey === null) return null
  return changeEvents(protocolContent(data), null, context.nowMs)
}

/** `messages.delete`: flat key fields from WhatsApp, or (deleted over REST) a database row with `key` inside. */
export function deletedEvents(data: JsonObject, context: NormalizeContext): ChannelEvent[] | null {
  const key = objectAt(data, 'key')
  const externalId = key ? stringAt(key, 'id') : (stringAt(data, 'keyId') ?? stringAt(data, 'id'))
  return externalId ? [{ type: 'revoke', externalId, at: new Date(context.nowMs).toISOString() }] : null
}

/** `send.message`: the echo of what was sent over the API. Never a second message, only an update of the first. */
export function echoEvents(data: JsonObject): ChannelEvent[] | null {
  const externalId = stringAt(field(data, 'key'), 'id')
  if (!externalId) return null
  return [{ type: 'receipt', externalId, state: 'sent', error: null, at: null }]
}
