/** What a received file is, by its bytes: what its sender says may be wrong, by mistake or on purpose. */
import type { MessageKind } from '../../../../src-shared/contract/conversations.ts'
import { sniff } from '../uploads/sniff.ts'

/** Found for many formats that only their name tells apart. */
const VAGUE = new Set(['application/octet-stream', 'text/plain', 'application/zip', 'application/x-cfb'])

export interface TrueKind {
  kind: MessageKind
  mimeType: string
}

function isWhatItSays(kind: MessageKind, mimeType: string): boolean {
  switch (kind) {
    case 'image':
      return mimeType.startsWith('image/') && mimeType !== 'image/svg+xml'
    case 'sticker':
      return mimeType === 'image/webp'
    case 'video':
      return mimeType.startsWith('video/')
    case 'audio':
      // Sound alone in an MP4 or Ogg container looks like any of its kind.
      return /^(audio\/|video\/mp4$|application\/ogg$)/.test(mimeType)
    default:
      return true
  }
}

/** A picture that is none becomes a document of its true type; a document stays one, whatever is in it. */
export async function trueKind(bytes: Uint8Array, stated: TrueKind): Promise<TrueKind> {
  const { mimeType } = await sniff(bytes)
  if (stated.kind === 'document') return { kind: 'document', mimeType: VAGUE.has(mimeType) ? stated.mimeType : mimeType }
  if (!isWhatItSays(stated.kind, mimeType)) return { kind: 'document', mimeType }
  // WhatsApp says more of a sound than its bytes do (`audio/ogg; codecs=opus`).
  const saysMore = stated.mimeType.split(';')[0] === mimeType || (stated.kind === 'audio' && !mimeType.startsWith('audio/'))
  return { kind: stated.kind, mimeType: saysMore ? stated.mimeType : mimeType }
}
