/** What a file is, by its bytes: a name can say anything. */
import { fileTypeFromBuffer } from 'file-type'
import type { MessageKind } from '../../../../src-shared/contract/conversations.ts'

/** What phones show as a picture or play as a video; everything else of its kind travels as a document. */
const IMAGES = new Set(['image/jpeg', 'image/png', 'image/webp'])
const VIDEOS = new Set(['video/mp4', 'video/3gpp'])

function isText(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

export async function sniff(bytes: Uint8Array): Promise<{ mimeType: string; kind: MessageKind }> {
  const found = await fileTypeFromBuffer(bytes)
  if (found === undefined) return { mimeType: isText(bytes) ? 'text/plain' : 'application/octet-stream', kind: 'document' }
  const mimeType = found.mime.split(';')[0] ?? found.mime
  if (IMAGES.has(mimeType)) return { mimeType, kind: 'image' }
  if (VIDEOS.has(mimeType)) return { mimeType, kind: 'video' }
  // An Ogg of unknown content is what browsers and phones record.
  if (mimeType.startsWith('audio/') || mimeType === 'application/ogg')
    return { mimeType: mimeType === 'application/ogg' ? 'audio/ogg' : mimeType, kind: 'audio' }
  return { mimeType, kind: 'document' }
}
