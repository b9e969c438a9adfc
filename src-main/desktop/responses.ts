/** What the page's requests are answered: a file of the built panel, or a stored media file. */
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { mediaAnswer } from '../hub/api/http/media-answer.ts'
import type { StoredMedia } from '../hub/host.ts'
import { mediaId, PANEL_ORIGIN, panelFile } from './addresses.ts'

const MIME_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

/** The page's own policy stands in its HTML; these are what a page cannot say of itself. */
const PANEL_HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "frame-ancestors 'none'",
  'cache-control': 'no-cache',
}

/** Answers a request of the panel's scheme from its folder. */
export async function servePanel(request: Request, directory: string): Promise<Response> {
  const segments = request.method === 'GET' ? panelFile(request.url) : null
  if (segments === null) return new Response(null, { status: 404 })
  const path = join(directory, ...segments)
  try {
    const headers = { ...PANEL_HEADERS, 'content-type': MIME_TYPES[extname(path)] ?? 'application/octet-stream' }
    return new Response(new Uint8Array(await readFile(path)), { headers })
  } catch {
    return new Response(null, { status: 404 })
  }
}

/** Answers a request of the media scheme; `readMedia` gives null for an unknown id. */
export async function serveMedia(request: Request, readMedia: (id: string) => Promise<StoredMedia | null>): Promise<Response> {
  const id = request.method === 'GET' ? mediaId(request.url) : null
  const media = id === null ? null : await readMedia(id)
  if (media === null) return new Response(null, { status: 404 })
  const { status, headers, body } = mediaAnswer(media, request.headers.get('range'))
  // The waveform of a recording is read by the page, whose origin is another.
  return new Response(new Uint8Array(body), { status, headers: { ...headers, 'access-control-allow-origin': PANEL_ORIGIN } })
}
