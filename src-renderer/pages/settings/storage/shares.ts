import type { StorageUsage } from '../../../../src-shared/contract/retention.ts'

export interface Share {
  part: 'messages' | 'media' | 'payloads' | 'free'
  bytes: number
  /** How many things they are; null where they are none. */
  count: number | null
  /** Of the database, 0 to 1. */
  share: number
}

/** What the database consists of. Sizes of parts are estimates, so they never add up to more than there is. */
export function shares({ databaseBytes, freeBytes, media, payloads, messages, traces }: StorageUsage): Share[] {
  const used = Math.max(0, databaseBytes - freeBytes)
  const mediaBytes = Math.min(media.bytes, used)
  const payloadBytes = Math.min(payloads.bytes, used - mediaBytes)
  const part = (name: Share['part'], bytes: number, count: number | null): Share => ({
    part: name,
    bytes,
    count,
    share: databaseBytes === 0 ? 0 : bytes / databaseBytes,
  })
  return [
    part('messages', used - mediaBytes - payloadBytes, messages + traces),
    part('media', mediaBytes, media.count),
    part('payloads', payloadBytes, payloads.count),
    part('free', Math.min(freeBytes, databaseBytes), null),
  ]
}
