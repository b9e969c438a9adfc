/** The addresses that the desktop knows: its own pages and files, and what may be opened outside. */

/** The panel has a scheme of its own, and so an origin of its own: `file:` would give it the whole disk. */
export const PANEL_SCHEME = 'omni-app'
export const PANEL_ORIGIN = `${PANEL_SCHEME}://panel`
/** The page that asks for the recovery phrase: an origin of its own, which the panel's has nothing to do with. */
export const LOCKED_ORIGIN = `${PANEL_SCHEME}://locked`
export const MEDIA_SCHEME = 'omni-media'

/** Longer ones are not addresses that a person meant to open. */
const MAX_EXTERNAL_LENGTH = 2048

/** Is this one of the panel's own pages? `developmentUrl` is that of Vite's server, if there is one. */
export function isPanelUrl(address: string, developmentUrl: string | null): boolean {
  const url = URL.parse(address)
  if (url === null) return false
  if (developmentUrl !== null && url.origin === new URL(developmentUrl).origin) return true
  // The origin of a scheme of our own is "null" for Node, so the parts are compared.
  return url.protocol === `${PANEL_SCHEME}:` && url.host === 'panel'
}

/** Is this the page that asks for the recovery phrase? */
export function isLockedUrl(address: string): boolean {
  const url = URL.parse(address)
  return url !== null && url.protocol === `${PANEL_SCHEME}:` && url.host === 'locked'
}

/**
 * The address to give to the system's browser, or null if it must not be opened. Links come from
 * customers' messages: only the web is opened, and nothing that carries a user name, which is how
 * an address is made to look like another.
 */
export function externalAddress(address: string): string | null {
  if (address.length > MAX_EXTERNAL_LENGTH) return null
  const url = URL.parse(address)
  if (url === null || !/^https?:$/.test(url.protocol)) return null
  return url.username === '' && url.password === '' && url.hostname !== '' ? url.href : null
}

/** The file of the built panel that an address of its scheme names, as path segments; null if none may be. */
export function panelFile(address: string): string[] | null {
  const url = URL.parse(address)
  if (url === null || !isPanelUrl(address, null)) return null
  let path: string
  try {
    path = decodeURIComponent(url.pathname)
  } catch {
    return null
  }
  const segments = path.split('/').filter((segment) => segment !== '')
  if (segments.some((segment) => segment === '..' || segment === '.' || /[\\\0:]/.test(segment))) return null
  // The panel does its own routing: an address without a file extension is a page of it.
  return segments.at(-1)?.includes('.') === true ? segments : ['index.html']
}

/** The id in `omni-media://ID`; null if it is not one. */
export function mediaId(address: string): string | null {
  return new RegExp(`^${MEDIA_SCHEME}:/{0,3}([A-Za-z0-9_-]{1,100})/?$`).exec(address)?.[1] ?? null
}
