/** What a page of this app can never do, whatever gets into it: leave, open windows, ask for devices. */
import { app, type Session, shell, type WebContents } from 'electron'
import { externalAddress, isLockedUrl, isPanelUrl } from './addresses.ts'

/** Copying a webhook address and telling that somebody waits is all the panel needs; reading the clipboard is not. */
const GRANTED = new Set(['clipboard-sanitized-write', 'notifications'])

export interface Hardening {
  developmentUrl: string | null
  log(message: string): void
}

/** Holds for every page that this app will ever make. */
export function hardenApp(hardening: Hardening): void {
  app.on('web-contents-created', (_event, contents) => hardenContents(contents, hardening))
}

function hardenContents(contents: WebContents, { developmentUrl, log }: Hardening): void {
  const stay = (event: { preventDefault(): void }, url: string): void => {
    // The form of the locked start is answered by its own next page.
    const isOwn = isLockedUrl(contents.getURL()) ? isLockedUrl(url) : isPanelUrl(url, developmentUrl)
    if (isOwn) return
    event.preventDefault()
    log(`A page tried to go to ${shortened(url)}`)
  }
  contents.on('will-navigate', (event, url) => stay(event, event.url ?? url))
  contents.on('will-redirect', (event, url) => stay(event, event.url ?? url))
  contents.on('will-frame-navigate', (event) => {
    // The panel has no frames.
    if (!event.isMainFrame) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    const outside = externalAddress(url)
    if (outside === null) log(`A page tried to open ${shortened(url)}`)
    else shell.openExternal(outside).catch((error: unknown) => log(`A link could not be opened: ${String(error)}`))
    return { action: 'deny' }
  })
}

/** Denies every permission and device but {@link GRANTED}, and those to anything but the panel. */
export function hardenSession(session: Session, { developmentUrl }: Pick<Hardening, 'developmentUrl'>): void {
  session.setPermissionRequestHandler((contents, permission, answer) => {
    answer(GRANTED.has(permission) && isPanelUrl(contents.getURL(), developmentUrl))
  })
  session.setPermissionCheckHandler((contents, permission) => {
    return GRANTED.has(permission) && contents !== null && isPanelUrl(contents.getURL(), developmentUrl)
  })
  session.setDevicePermissionHandler(() => false)
}

function shortened(url: string): string {
  return url.length <= 200 ? url : `${url.slice(0, 200)}…`
}
