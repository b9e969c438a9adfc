/** What the page may load: the files of the built panel, and stored media by their id. */
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { type Protocol, protocol } from 'electron'
import type { StoredMedia } from '../hub/host.ts'
import { mediaHeaders } from '../hub/server/media-headers.ts'
import { MEDIA_SCHEME, mediaId, PANEL_SCHEME, panelFile } from './addresses.ts'

export interface ProtocolSources {
  panelDirectory: string
  /** Reads stored media; null if there is none with this id. */
  readMedia(id: string): Promise<StoredMedia | null>
}

/** Must run before the app is ready. */
export function registerSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: PANEL_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    { scheme: MEDIA_SCHEME, privileges: { secure: true, stream: true } },
  ])
}

export function handleSchemes(sources: ProtocolSources, target: Pick<Protocol, 'handle'> = protocol): void {
  target.handle(PANEL_SCHEME, (request) => servePanel(request, sources.panelDirectory))
  target.handle(MEDIA_SCHEME, (request) => serveMedia(request, sources))
}

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

async function servePanel(request: Request, directory: string): Promise<Response> {
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

async function serveMedia(request: Request, sources: ProtocolSources): Promise<Response> {
  const id = request.method === 'GET' ? mediaId(request.url) : null
  const media = id === null ? null : await sources.readMedia(id)
  if (media === null) return new Response(null, { status: 404 })
  return new Response(new Uint8Array(media.bytes), { headers: mediaHeaders(media) })
}
