/** Events of the journal as JSON text. Media bytes, the one thing JSON has no word for, go as base64. */
import type { InboxEvent } from '../port.ts'

interface Bytes {
  $base64: string
}

const isBytes = (value: unknown): value is Bytes => typeof value === 'object' && value !== null && '$base64' in value

/** One event as text; {@link decodeEvents} reads a list of them. */
export function encodeEvent(event: InboxEvent): string {
  if (event.type !== 'message' || event.inbound.media === null || event.inbound.media.bytes === null) return JSON.stringify(event)
  const { media } = event.inbound
  const bytes: Bytes = { $base64: Buffer.from(event.inbound.media.bytes).toString('base64') }
  return JSON.stringify({ ...event, inbound: { ...event.inbound, media: { ...media, bytes } } })
}

export const encodeEvents = (events: InboxEvent[]): string => `[${events.map(encodeEvent).join(',')}]`

/** Throws SyntaxError for what {@link encodeEvents} did not write. */
export function decodeEvents(text: string): InboxEvent[] {
  const events: InboxEvent[] = JSON.parse(text)
  for (const event of events) {
    if (event.type !== 'message' || event.inbound.media === null) continue
    const bytes: unknown = event.inbound.media.bytes
    if (isBytes(bytes)) event.inbound.media.bytes = Buffer.from(bytes.$base64, 'base64')
  }
  return events
}
