/** Where a client fetches the file of a message. */
import type { MessageRecord } from '../../../storage/records.ts'

/** Our own copy, by this server's address and with the client's key; else the platform's; null without a file. */
export function mediaAddress(media: MessageRecord['media'], origin: string): string | null {
  if (media === null) return null
  return media.id === null ? media.url : `${origin}/media/${media.id}`
}
