/**
 * What a browser has of its session besides the cookie. Browsers send a cookie of 127.0.0.1 to every port there, so that
 * a program of another person on the same computer can read it; what a page keeps is for its own port alone. The login
 * hands both keys over in the fragment of an address, which is sent nowhere.
 */
export interface SessionKeys {
  /** Opens the WebSocket, together with the cookie. */
  panel: string
  /** Opens files and backups, together with the cookie: those addresses cannot carry a header, and are copied and kept. */
  files: string
}

const FRAGMENT = /^#\/signed-in\?panel=([\w-]{20,100})&files=([\w-]{20,100})$/

export const keysFragment = ({ panel, files }: SessionKeys): string => `#/signed-in?panel=${panel}&files=${files}`

/** Null for any other fragment. */
export function keysInFragment(fragment: string): SessionKeys | null {
  const [, panel, files] = FRAGMENT.exec(fragment) ?? []
  return panel === undefined || files === undefined ? null : { panel, files }
}

/** Asked for with the WebSocket, and what the hub answers with. A page can give a handshake nothing else to carry. */
export const PANEL_PROTOCOL = 'omni'
const KEY_PREFIX = 'omni.key.'

export const protocolsWith = (panelKey: string): string[] => [PANEL_PROTOCOL, `${KEY_PREFIX}${panelKey}`]

/** @param header `Sec-WebSocket-Protocol` as it came */
export function keyInProtocols(header: string | undefined): string | undefined {
  const names = (header ?? '').split(',').map((name) => name.trim())
  return names.find((name) => name.startsWith(KEY_PREFIX))?.slice(KEY_PREFIX.length)
}

/** Carries the panel's key in plain HTTP. */
export const PANEL_KEY_HEADER = 'x-omni-session'

/** `path` with the key that opens it. */
export const withFilesKey = (path: string, filesKey: string): string => `${path}?key=${filesKey}`
