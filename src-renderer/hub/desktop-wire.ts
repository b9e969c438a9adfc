import { RPCLink } from '@orpc/client/message-port'
import type { Wire } from './wire.ts'

const PORT_TIMEOUT_MS = 10_000

function isPortMessage(event: MessageEvent): boolean {
  // Only this page's own preload may hand over a port, never a frame or another window.
  return event.source === window && (event.data as { type?: unknown } | null)?.type === 'omni:port' && event.ports.length > 0
}

function requestPort(): Promise<MessagePort> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      window.removeEventListener('message', onMessage)
      reject(new Error('The app did not answer.'))
    }, PORT_TIMEOUT_MS)
    function onMessage(event: MessageEvent): void {
      const port = event.ports[0]
      if (!isPortMessage(event) || !port) return
      clearTimeout(timer)
      window.removeEventListener('message', onMessage)
      resolve(port)
    }
    window.addEventListener('message', onMessage)
    // `*`, because a page loaded from a file has no origin to name; the listener checks the source.
    window.postMessage({ type: 'omni:request-port' }, '*')
  })
}

/** The panel in the desktop app: a MessagePort to the hub in the main process. */
export async function openDesktopWire(): Promise<Wire> {
  const port = await requestPort()
  let end: () => void = () => undefined
  const closed = new Promise<void>((resolve) => {
    end = resolve
  })
  port.addEventListener('close', () => end())
  // A port that comes unasked replaces this one: the hub was restarted.
  window.addEventListener('message', function onReplaced(event) {
    if (!isPortMessage(event)) return
    window.removeEventListener('message', onReplaced)
    end()
  })
  const link = new RPCLink({ port })
  port.start()
  return {
    link,
    closed,
    close: () => {
      port.close()
      end()
    },
  }
}
