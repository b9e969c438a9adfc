/** How a customer's file is served: what could run anything is only ever saved, never shown. */
import { plainFileName } from '../../inbox/media/file-name.ts'

/** Kinds that a page may show. SVG, HTML and PDF can carry scripts. */
const SHOWN = /^(image\/(png|jpeg|gif|webp|avif)|audio\/[\w.+-]{1,60}|video\/[\w.+-]{1,60})$/

export function mediaHeaders(media: { mimeType: string; fileName: string | null }): Record<string, string> {
  // Parameters of the type are the sender's text: they have no place in a header.
  const type = media.mimeType.split(';')[0]?.trim().toLowerCase() ?? ''
  const isShown = SHOWN.test(type)
  const name = encodeURIComponent(plainFileName(media.fileName) ?? 'file')
  return {
    'content-type': isShown ? type : 'application/octet-stream',
    'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, max-age=31536000, immutable',
  }
}
