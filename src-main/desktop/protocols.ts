/** What the page may load: the files of the built panel, and stored media by their id. */
import { type Protocol, protocol } from 'electron'
import type { StoredMedia } from '../hub/host.ts'
import { isLockedUrl, MEDIA_SCHEME, PANEL_SCHEME } from './addresses.ts'
import type { LockedForm } from './locked/form.ts'
import { serveMedia, servePanel } from './responses.ts'

export interface ProtocolSources {
  panelDirectory: string
  /** Reads stored media; null if there is none with this id. */
  readMedia(id: string): Promise<StoredMedia | null>
  /** The page that asks for the recovery phrase; null while it asks nothing. */
  lockedForm(): Pick<LockedForm, 'answer'> | null
}

/** Must run before the app is ready. */
export function registerSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: PANEL_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    { scheme: MEDIA_SCHEME, privileges: { secure: true, stream: true, supportFetchAPI: true, corsEnabled: true } },
  ])
}

export function handleSchemes(sources: ProtocolSources, target: Pick<Protocol, 'handle'> = protocol): void {
  target.handle(PANEL_SCHEME, (request) => {
    if (!isLockedUrl(request.url)) return servePanel(request, sources.panelDirectory)
    return sources.lockedForm()?.answer(request) ?? new Response(null, { status: 404 })
  })
  target.handle(MEDIA_SCHEME, (request) => serveMedia(request, sources.readMedia))
}
