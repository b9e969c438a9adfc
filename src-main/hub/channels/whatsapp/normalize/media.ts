/** The media parts of a message. */
import type { MessageKind } from '../../../../../src-shared/contract/conversations.ts'
import type { JsonObject } from '../../../runtime/json.ts'
import type { InboundMedia } from '../../port.ts'
import { booleanAt, bytesOf, countAt, field, webAddress } from './json.ts'
import { cleanFileName } from './text.ts'

export const MEDIA_PARTS: readonly [name: string, kind: MessageKind][] = [
  ['imageMessage', 'image'],
  ['videoMessage', 'video'],
  ['ptvMessage', 'video'],
  ['audioMessage', 'audio'],
  ['documentMessage', 'document'],
  ['stickerMessage', 'sticker'],
]

const DEFAULT_MIME: Record<string, string> = {
  imageMessage: 'image/jpeg',
  videoMessage: 'video/mp4',
  ptvMessage: 'video/mp4',
  audioMessage: 'audio/ogg',
  documentMessage: 'application/octet-stream',
  stickerMessage: 'image/webp',
}

function mimeTypeOf(part: JsonObject, name: string): string {
  const stated = field(part, 'mimetype')
  const isPlausible = typeof stated === 'string' && stated.length <= 200 && /^[\w.+-]+\/[\w.+-]+(\s*;[\x20-\x7e]*)?$/.test(stated)
  return isPlausible ? stated : (DEFAULT_MIME[name] ?? 'application/octet-stream')
}

/**
 * `base64` stands beside the media part when the webhook was asked for it and the download worked;
 * `mediaUrl` in S3 mode. WhatsApp's own `url` is left out: what lies there is encrypted.
 */
export function mediaOf(part: JsonObject, name: string, base64: unknown, mediaUrl: unknown): InboundMedia {
  const bytes = bytesOf(base64) ?? bytesOf(field(part, 'base64'))
  const url = webAddress(mediaUrl) ?? webAddress(field(part, 'mediaUrl'))
  return {
    mimeType: mimeTypeOf(part, name),
    fileName: cleanFileName(field(part, 'fileName')) ?? cleanFileName(field(part, 'title')),
    sizeBytes: bytes?.length ?? countAt(part, 'fileLength'),
    durationSeconds: countAt(part, 'seconds'),
    width: countAt(part, 'width'),
    height: countAt(part, 'height'),
    isVoiceNote: name === 'audioMessage' && booleanAt(part, 'ptt'),
    bytes,
    url,
    ...(bytes === null && url !== null ? { source: { url } } : {}),
  }
}
