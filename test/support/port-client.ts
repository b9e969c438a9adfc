/**
 * A client of the contract for a page that is not the panel: asks the preload for a port and calls
 * the hub over it. Bundled and put into the page by {@link portClientScript}.
 */
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const SOURCE = `
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
globalThis.requestPort = () => new Promise((resolve) => {
  const listen = (event) => {
    if (event.source !== window || event.data?.type !== 'omni:port') return
    window.removeEventListener('message', listen)
    event.ports[0].start()
    resolve(event.ports[0])
  }
  window.addEventListener('message', listen)
  window.postMessage({ type: 'omni:request-port' }, '*')
})
globalThis.connectToHub = async () => createORPCClient(new RPCLink({ port: await requestPort() }))
`

/** Source text that defines requestPort() and connectToHub() in a page. */
export async function portClientScript(): Promise<string> {
  const result = await build({
    stdin: { contents: SOURCE, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    format: 'iife',
    platform: 'browser',
    write: false,
  })
  return result.outputFiles[0]?.text ?? ''
}
