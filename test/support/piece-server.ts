/** A server that gives the stream of a dialect in the pieces that a test wants, or cuts it off. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Dialect } from './agent-server.ts'

export interface PieceServer {
  url: string
  /** How the coming answers are cut into packets; `isCut`: the connection is then torn down. */
  cut: (bytes: Buffer) => { pieces: Buffer[]; isCut: boolean }
  stop(): Promise<void>
}

export async function startPieceServer(dialect: Dialect): Promise<PieceServer> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const raw = Buffer.concat(chunks)
    const contentType = request.headers['content-type'] ?? ''
    const body: Record<string, unknown> = contentType.startsWith('multipart/')
      ? Object.fromEntries(await new Response(raw, { headers: { 'content-type': contentType } }).formData())
      : JSON.parse(raw.toString('utf8'))
    const answer = dialect.answer({
      method: request.method ?? '',
      path: new URL(request.url ?? '/', 'http://agent').pathname,
      body,
      text: dialect.textOf(body),
    })
    if (answer === null) {
      response.writeHead(404).end()
      return
    }
    const { pieces, isCut } = piecesServer.cut(Buffer.from(answer.pieces.join('')))
    response.writeHead(answer.status ?? 200, answer.contentType === '' ? {} : { 'content-type': answer.contentType })
    response.socket?.setNoDelay(true)
    for (const piece of pieces) {
      if (piece.length === 0) continue
      await new Promise((resolve) => response.write(piece, resolve))
      // Time for the other side to read it before the next: else the system joins them again.
      await new Promise((resolve) => setImmediate(resolve))
    }
    if (isCut) response.socket?.destroy()
    else response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const piecesServer: PieceServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: (bytes) => ({ pieces: [bytes], isCut: false }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return piecesServer
}
