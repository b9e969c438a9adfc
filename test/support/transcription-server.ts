/**
 * A server that puts recordings into words, as OpenAI's does, and shares no code with the product: it hears what a test
 * wrote into the recording (`recordingOf`), misbehaves on command and keeps what it was asked. Asked to chat it says "All right."
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface HeardRequest {
  path: string
  authorization: string | undefined
  fields: Record<string, string>
  file: { name: string; type: string; bytes: Buffer }
}

/** What one request is answered; without it, what the recording says. */
export interface Scripted {
  status?: number
  contentType?: string
  body: unknown
}

export interface TranscriptionServer {
  /** With `/v1`. */
  url: string
  requests: HeardRequest[]
  /** What it was asked to chat about, oldest first. */
  chats: { messages: { role: string; content: unknown }[] }[]
  script(...answers: Scripted[]): void
  /** Answers nobody until the returned function is called. */
  hold(): () => void
  /** Resolves once this many requests have come. */
  arrived(count: number): Promise<void>
  stop(): Promise<void>
}

/** A voice note as WhatsApp sends it, as far as its first bytes tell, in which these words are said. */
export function recordingOf(words: string): Buffer {
  const head = [Buffer.from('OggS'), Buffer.from([0, 2, ...new Array(20).fill(0), 1, 19]), Buffer.from('OpusHead')]
  return Buffer.concat([...head, Buffer.from([1, 1, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0]), Buffer.from(`<<${words}>>`), Buffer.alloc(500, 1)])
}

export async function startTranscriptionServer(): Promise<TranscriptionServer> {
  const requests: HeardRequest[] = []
  const chats: TranscriptionServer['chats'] = []
  const scripted: Scripted[] = []
  let gate: Promise<void> | null = null
  let waiting: { count: number; resolve: () => void }[] = []

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    if (request.url?.endsWith('/chat/completions')) {
      chats.push(JSON.parse(Buffer.concat(chunks).toString('utf8')))
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ choices: [{ message: { role: 'assistant', content: 'All right.' } }] }))
      return
    }
    const contentType = request.headers['content-type'] ?? ''
    const form = await new Response(Buffer.concat(chunks), { headers: { 'content-type': contentType } }).formData()
    const file = form.get('file') as File
    const bytes = Buffer.from(await file.arrayBuffer())
    const fields = Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
    requests.push({
      path: request.url ?? '',
      authorization: request.headers.authorization,
      fields,
      file: { name: file.name, type: file.type, bytes },
    })
    const answer = scripted.shift()
    waiting = waiting.filter(({ count, resolve }) => {
      if (requests.length >= count) resolve()
      return requests.length < count
    })
    await gate
    const said = /<<([\s\S]*?)>>/.exec(bytes.toString('utf8'))?.[1] ?? ''
    const body = answer === undefined ? { text: said, language: 'portuguese', duration: 3.2 } : answer.body
    response.writeHead(answer?.status ?? 200, { 'content-type': answer?.contentType ?? 'application/json' })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    chats,
    script: (...answers) => {
      scripted.push(...answers)
    },
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>()
      gate = promise
      return () => {
        gate = null
        resolve()
      }
    },
    arrived: (count) =>
      new Promise((resolve) => {
        if (requests.length >= count) resolve()
        else waiting.push({ count, resolve })
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
