/** What a file is sent as: by its bytes, because what callers say about a file is often wrong. */
import type { AnyMessageContent } from 'baileys'
import { fileTypeFromBuffer } from 'file-type'
import { OmniError } from '../../../../../src-shared/errors.ts'

/** What phones show as a picture, play as a video or draw as a sticker; the rest travels as a document. */
const IMAGES = new Set(['image/jpeg', 'image/png', 'image/webp'])
const VIDEOS = new Set(['video/mp4', 'video/3gpp'])
const STICKER = 'image/webp'
/** The one form of sound that WhatsApp draws as a voice note. */
export const VOICE_NOTE = 'audio/ogg; codecs=opus'

export interface OutboundFile {
  bytes: Uint8Array
  fileName: string | null
  /** As the caller calls it; used where the bytes tell nothing. */
  mimeType: string | null
  caption: string
}

/** `audio/ogg; codecs=opus` for Ogg with Opus inside, else the plain type; null for text and the like. */
async function typeOf(bytes: Uint8Array): Promise<string | null> {
  return (await fileTypeFromBuffer(bytes))?.mime ?? null
}

const plain = (mimeType: string | null) => mimeType?.split(';')[0]?.trim() ?? null

function nonEmpty(bytes: Uint8Array): Buffer {
  if (bytes.length === 0) throw new OmniError('bad_request', 'The file is empty.')
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function asDocument(file: OutboundFile, found: string | null): AnyMessageContent {
  return {
    document: nonEmpty(file.bytes),
    mimetype: plain(found) ?? plain(file.mimeType) ?? 'application/octet-stream',
    fileName: file.fileName ?? 'file',
    ...(file.caption === '' ? {} : { caption: file.caption }),
  }
}

/** A picture, a video or a document; what no phone would show as such goes as a document. */
export async function mediaContent(kind: 'image' | 'video' | 'document', file: OutboundFile): Promise<AnyMessageContent> {
  const found = await typeOf(file.bytes)
  const mimetype = plain(found)
  const caption = file.caption === '' ? {} : { caption: file.caption }
  if (kind === 'image' && mimetype !== null && IMAGES.has(mimetype)) return { image: nonEmpty(file.bytes), mimetype, ...caption }
  if (kind === 'video' && mimetype !== null && VIDEOS.has(mimetype)) return { video: nonEmpty(file.bytes), mimetype, ...caption }
  return asDocument(file, found)
}

/** Ogg/Opus goes as a voice note, other sound as an audio file, anything else as a document. */
export async function audioContent(file: OutboundFile): Promise<AnyMessageContent> {
  const found = await typeOf(file.bytes)
  if (found === VOICE_NOTE) return { audio: nonEmpty(file.bytes), ptt: true, mimetype: VOICE_NOTE }
  // Sound in an MP4 container is called a video by its first bytes when it does not say more.
  const isSound = found?.startsWith('audio/') === true || (found === 'video/mp4' && file.mimeType?.startsWith('audio/') === true)
  if (!isSound) return asDocument(file, found)
  return {
    audio: nonEmpty(file.bytes),
    ptt: false,
    mimetype: found === 'video/mp4' || found === 'audio/x-m4a' ? 'audio/mp4' : (plain(found) ?? 'audio/mpeg'),
  }
}

/** A WebP becomes a sticker; another picture is sent as the picture that it is. */
export async function stickerContent(bytes: Uint8Array): Promise<AnyMessageContent> {
  const mimetype = plain(await typeOf(bytes))
  if (mimetype === STICKER) return { sticker: nonEmpty(bytes), mimetype: STICKER }
  return mediaContent('image', { bytes, fileName: null, mimeType: mimetype, caption: '' })
}
