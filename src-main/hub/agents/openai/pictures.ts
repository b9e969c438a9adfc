/** Which files a model can be shown: by their bytes, as a stated type may be wrong and the whole call would be refused. */
import type { AgentMedia } from '../port.ts'

/** What OpenAI and those who follow it take. HEIC, AVIF, TIFF and SVG are not among them. */
const SHOWN = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif'])
/** Enough to see how a file begins, up to the mark of an animation. */
const HEAD_CHARACTERS = 2000

/** The address of the picture, or all of it as a `data:` URL; null for what no model can be shown. */
export function pictureUrl({ mimeType, base64, url }: AgentMedia): string | null {
  if (base64 === null) return url !== null && SHOWN.has(mimeType.split(';')[0] ?? '') ? url : null
  const type = typeOf(Buffer.from(base64.slice(0, HEAD_CHARACTERS), 'base64'))
  return type === null ? null : `data:${type};base64,${base64}`
}

function typeOf(head: Buffer): string | null {
  const at = (start: number, end: number) => head.toString('latin1', start, end)
  if (at(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png'
  if (at(0, 3) === '\xff\xd8\xff') return 'image/jpeg'
  // Moving pictures are refused, and with them the call.
  if (at(0, 4) === 'GIF8') return head.includes('NETSCAPE2.0', 0, 'latin1') ? null : 'image/gif'
  if (at(0, 4) === 'RIFF' && at(8, 12) === 'WEBP') {
    const isMoving = at(12, 16) === 'VP8X' && ((head[20] ?? 0) & 0b10) !== 0
    return isMoving ? null : 'image/webp'
  }
  return null
}
