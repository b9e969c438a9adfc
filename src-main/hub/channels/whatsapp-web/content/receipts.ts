/** What became of messages later: receipts of what was sent, edits, revocations. */
import type { MessageUserReceiptUpdate, WAMessageUpdate } from 'baileys'
import type { ChannelEvent, ReceiptState } from '../../port.ts'
import { changeEvents, receiptState } from '../../whatsapp/normalize/changes.ts'
import { contentOf } from '../../whatsapp/normalize/content.ts'
import type { NormalizeContext } from '../../whatsapp/normalize/context.ts'
import { listAt, numberOf, objectAt, stringAt } from '../../whatsapp/normalize/json.ts'
import { timeOf } from '../../whatsapp/normalize/message.ts'

/** `WebMessageInfo.StubType.REVOKE` */
const REVOKE = 1
/** `WebMessageInfo.Status.ERROR` */
const ERROR = 0

/** Numbers with which WhatsApp's server refuses a message (`ack` with `error`), as people can understand them. */
const REFUSALS: Record<string, string> = {
  '463': 'WhatsApp did not take the message: this number may not begin new chats at the moment.',
  '479': 'WhatsApp did not take the message: it knows no device of this recipient.',
}

function refusalOf(parameters: unknown): string {
  const code = Array.isArray(parameters) ? String(parameters[0] ?? '') : ''
  return Object.hasOwn(REFUSALS, code) ? (REFUSALS[code] ?? '') : 'WhatsApp refused the message.'
}

/** 463: this number begins too many chats. WhatsApp says so before it bans. */
function isWarning({ status, messageStubParameters }: WAMessageUpdate['update']): boolean {
  return status === ERROR && Array.isArray(messageStubParameters) && String(messageStubParameters[0]) === '463'
}

/** Changes of one message, as `messages.update` tells them. */
export function updateEvents({ key, update }: WAMessageUpdate, context: NormalizeContext): ChannelEvent[] {
  const externalId = key.id
  if (!externalId) return []
  const at = new Date(context.nowMs).toISOString()
  if (update.messageStubType === REVOKE) return [{ type: 'revoke', externalId, at }]
  const message = objectAt(update, 'message')
  if (message) {
    const editedAt = timeOf(update.messageTimestamp, context.nowMs)
    return changeEvents(contentOf(message), externalId, Date.parse(editedAt))
  }
  // How far the account itself has read a customer's message is not a receipt of anything we sent.
  if (key.fromMe !== true) return []
  const state = receiptState(update.status)
  if (state === null) return []
  const error = update.status === ERROR ? refusalOf(update.messageStubParameters) : null
  const receipt: ChannelEvent = { type: 'receipt', externalId, state, error, at: null }
  return isWarning(update) ? [receipt, { type: 'restriction', restriction: { kind: 'refused' } }] : [receipt]
}

/** In groups each member's device reports for itself: the furthest of them counts. */
export function receiptEvents({ key, receipt }: MessageUserReceiptUpdate, { nowMs }: NormalizeContext): ChannelEvent[] {
  const externalId = stringAt(key, 'id')
  if (!externalId || key.fromMe !== true) return []
  const times: [ReceiptState, unknown][] = [
    ['played', receipt.playedTimestamp],
    ['read', receipt.readTimestamp],
    ['delivered', receipt.receiptTimestamp],
  ]
  const told = times.find(([, time]) => (numberOf(time) ?? 0) > 0)
  if (told) return [{ type: 'receipt', externalId, state: told[0], error: null, at: timeOf(told[1], nowMs) }]
  const isDelivered = listAt(receipt, 'deliveredDeviceJid').length > 0
  return isDelivered ? [{ type: 'receipt', externalId, state: 'delivered', error: null, at: null }] : []
}
