/**
 * Hands the page its MessagePort to the hub, and opens the pages that the app is asked for; nothing else. The page asks by
 * `window.postMessage({ type: 'omni:request-port' }, '*')` and gets
 * `{ type: 'omni:port' }` with the port, as often as it asks: a new port replaces the old one.
 *
 * It runs in a world of its own beside the page's: neither sees the other's variables.
 */
import { contextBridge, ipcRenderer } from 'electron'

contextBridge.exposeInMainWorld('omniHost', { kind: 'desktop' })

window.addEventListener('message', (event) => {
  // Frames and other windows have no business here, whatever they post.
  if (event.source !== window || event.origin !== window.location.origin) return
  if ((event.data as { type?: unknown } | null)?.type === 'omni:request-port') ipcRenderer.send('omni:request-port')
})

// A page that the main process names: a notification was clicked, a link or a menu item opened. The address is the route.
ipcRenderer.on('omni:open', (_event, href: string) => {
  window.location.hash = href
})

ipcRenderer.on('omni:port', (event) => {
  // `*`: the receiver is this very window, and not every origin can be named.
  window.postMessage({ type: 'omni:port' }, '*', event.ports)
})
