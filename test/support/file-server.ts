/** Files on the web: every path has one, of the kind that its ending names. Remembers what was asked for. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const TYPES: Record<string, string> = { png: 'image/png', ogg: 'audio/ogg', webp: 'image/webp', pdf: 'application/pdf' }

export interface FileServer {
  url: string
  /** `host:port`, as the owner allows it in OMNI_MEDIA_HOSTS. */
  host: string
  /** The paths that were asked for. */
  asked: string[]
  /** Paths that lead to another address. */
  redirects: Record<string, string>
  stop(): Promise<void>
}

export async function startFileServer(content = 'the file'): Promise<FileServer> {
  const redirects: Record<string, string> = {}
  const asked: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    asked.push(path)
    const location = redirects[path]
    if (location !== undefined) response.writeHead(302, { location }).end()
    else response.setHeader('content-type', TYPES[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream').end(content)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `http://${host}`,
    host,
    asked,
    redirects,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
