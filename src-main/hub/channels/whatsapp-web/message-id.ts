/** The id of a message, chosen before it is sent: the same delivery always gets the same one. */
import { createHash } from 'node:crypto'
import type { OutboundPart } from '../port.ts'

/** What WhatsApp Web's own ids begin with. */
const PREFIX = '3EB0'
const HEX_DIGITS = 18

/**
 * WhatsApp shows a message id once, however often it is sent: an id made from the delivery makes every
 * repetition safe, also by a process that knows nothing but the delivery.
 */
export function messageIdOf(part: Pick<OutboundPart, 'deliveryId' | 'externalId'>): string {
  if (part.externalId !== null) return part.externalId
  const digest = createHash('sha256').update(`omni/${part.deliveryId}`).digest('hex')
  return PREFIX + digest.slice(0, HEX_DIGITS).toUpperCase()
}
