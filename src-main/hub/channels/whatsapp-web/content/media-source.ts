/** By what a file of WhatsApp is found again: where its encrypted form lies, and the key to it. Plain JSON. */
import type { WAMessage } from 'baileys'
import type { JsonObject } from '../../../runtime/json.ts'
import { field, objectAt, stringAt } from '../../whatsapp/normalize/json.ts'
import { MEDIA_PARTS } from '../../whatsapp/normalize/media.ts'

/** Bytes are base64. */
export interface MediaSource {
  /** Which field of the message holds it (`imageMessage`, …): it decides about the keys. */
  part: string
  key: { id: string; remoteJid: string; fromMe: boolean; participant: string | null }
  url: string | null
  directPath: string | null
  mediaKey: string
  /** Of the file itself; null when the sender did not say. */
  sha256: string | null
}

/** Small enough for a page of fifty messages. */
const MAX_THUMBNAIL_BYTES = 16 * 1024

const base64 = (value: unknown) => (value instanceof Uint8Array && value.length > 0 ? Buffer.from(value).toString('base64') : null)

function partOf(message: unknown, depth = 0): { name: string; part: JsonObject } | null {
  if (depth > 6) return null
  for (const [name] of MEDIA_PARTS) {
    const part = objectAt(message, name)
    if (part !== null) return { name, part }
  }
  // Envelopes hold the real message as `message`.
  for (const wrapper of Object.values(message ?? {})) {
    const inner = objectAt(wrapper, 'message')
    const found = inner === null ? null : partOf(inner, depth + 1)
    if (found !== null) return found
  }
  return null
}

/** What is added to the media of a message; nothing where there is no file to be had. */
export function mediaExtras({ key, message }: WAMessage): { source?: MediaSource; thumbnail?: string } {
  const found = partOf(message)
  if (found === null) return {}
  const { name, part } = found
  const picture = field(part, 'jpegThumbnail')
  const isSmall = picture instanceof Uint8Array && picture.length > 0 && picture.length <= MAX_THUMBNAIL_BYTES
  const thumbnail = isSmall ? { thumbnail: `data:image/jpeg;base64,${Buffer.from(picture).toString('base64')}` } : {}
  const mediaKey = base64(field(part, 'mediaKey'))
  const [url, directPath] = [stringAt(part, 'url'), stringAt(part, 'directPath')]
  if (mediaKey === null || (!url && !directPath) || !key.id || !key.remoteJid) return thumbnail
  return {
    ...thumbnail,
    source: {
      part: name,
      key: { id: key.id, remoteJid: key.remoteJid, fromMe: key.fromMe === true, participant: key.participant ?? null },
      url: url || null,
      directPath: directPath || null,
      mediaKey,
      sha256: base64(field(part, 'fileSha256')),
    },
  }
}
