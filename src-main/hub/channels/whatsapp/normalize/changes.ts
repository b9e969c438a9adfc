/** What a receipt or a changed message means. */
import type { ChannelEvent, ReceiptState } from '../../port.ts'
import type { Content } from './content.ts'
import { numberOf } from './json.ts'
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

/** The state behind a status as Baileys counts it or prints it; null for one that says nothing new. */
export function receiptState(status: unknown): ReceiptState | null {
  if (typeof status === 'string' && Object.hasOwn(RECEIPTS, status)) return RECEIPTS[status] ?? null
  const number = numberOf(status)
  return number === null ? null : (NUMBERED[number] ?? null)
}

/**
 * The edit or revocation that this content is. `fallbackTarget` is the message that new text belongs
 * to where the content does not name one.
 */
export function changeEvents(content: Content, fallbackTarget: string | null, nowMs: number): ChannelEvent[] {
  const at = new Date(nowMs).toISOString()
  if (content.is === 'revoke') return [{ type: 'revoke', externalId: content.target, at }]
  if (content.is === 'edit') return [{ type: 'edit', externalId: content.target, text: content.text, at: timeOf(content.atMs, nowMs) }]
  if (content.is === 'message' && fallbackTarget && content.kind !== 'unsupported') {
    return [{ type: 'edit', externalId: fallbackTarget, text: content.text, at }]
  }
  return []
}
