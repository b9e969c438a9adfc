/**
 * An Automagik agent that is not ours: an HTTP server that plays both published shapes, misbehaves
 * on command and records what it was asked. It shares no code with the product.
 *
 * In a test: `const agent = await startAgentServer()`. Alone, for tests that kill the product:
 *   node test/support/agent-server.ts [--port N] [--shape run|chat|both] [--delay MS] [--key KEY]
 * prints {"url": …} on one line and is asked through HTTP:
 *   GET  /__admin/counts            {total, byText: {text: count}}
 *   GET  /__admin/requests          the recorded requests
 *   POST /__admin/script            {"faults": [Fault, …]}   one per coming request
 *   POST /__admin/always            {"fault": Fault | null}  for every request without one of the script
 *   POST /__admin/reset
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'

/** How one request goes wrong, or what it is answered. */
export type Fault =
  /** Never answers. */
  | { kind: 'hang' }
  /** Cuts the connection before any answer, or in the middle of one. */
  | { kind: 'reset'; afterHeaders?: boolean }
  | { kind: 'status'; status: number; body?: unknown; headers?: Record<string, string> }
  | { kind: 'html' }
  | { kind: 'empty' }
  | { kind: 'not_json' }
  /** A body without end in sight; with `chunked` its length is not announced. */
  | { kind: 'huge'; bytes: number; chunked?: boolean }
  /** A well-formed answer with this body. */
  | { kind: 'answer'; body: unknown }
  /** This very body, called JSON. */
  | { kind: 'raw'; body: string }
  | { kind: 'late'; delayMs: number }

export interface RecordedRequest {
  at: string
  method: string
  path: string
  headers: Record<string, string>
  body: Record<string, unknown>
}

export interface AgentServer {
  url: string
  /** The newest 10,000, oldest first. */
  requests: RecordedRequest[]
  total(): number
  /** How often each text was asked. */
  counts(): Map<string, number>
  /** Misbehaviour for the coming requests, one each. */
  script(...faults: Fault[]): void
  /** Misbehaviour for every request that has none of the script; null: answer. */
  always(fault: Fault | null): void
  /** Resolves once this many requests have arrived since the start or the last reset. */
  arrived(count: number): Promise<void>
  /** Resolves when no answer is being written. */
  idle(): Promise<void>
  /** How much of its last `huge` body the server could get rid of before the caller hung up. */
  bytesPoured(): number
  reset(): void
  stop(): Promise<void>
}

export interface AgentServerOptions {
  port?: number
  shape?: 'run' | 'chat' | 'both'
  /** Before every answer, in milliseconds. */
  delayMs?: number
  /** Called with each body as it arrives, before it is answered. */
  onRequest?: (body: Record<string, unknown>) => void
  /** Other keys get 401. */
  apiKey?: string
  /** Another language than Automagik's. */
  dialect?: Dialect
}

/** How an agent of another kind is spoken to, and how it answers. */
export interface Dialect {
  textOf(body: Record<string, unknown>): string
  /** Null: there is nothing at this path. Pieces are sent one after the other. */
  answer(request: { method: string; path: string; body: Record<string, unknown>; text: string }): DialectAnswer | null
}

export interface DialectAnswer {
  status?: number
  contentType: string
  pieces: string[]
}

const KEPT_REQUESTS = 10_000

export async function startAgentServer(options: AgentServerOptions = {}): Promise<AgentServer> {
  const shape = options.shape ?? 'both'
  const requests: RecordedRequest[] = []
  const counts = new Map<string, number>()
  let total = 0
  let poured = 0
  let faults: Fault[] = []
  let permanent: Fault | null = null
  let waiting: { count: number; resolve: () => void }[] = []
  const timers = new Set<NodeJS.Timeout>()

  const reset = (): void => {
    requests.length = 0
    counts.clear()
    total = 0
    faults = []
    permanent = null
  }

  const open = new Set<ServerResponse>()
  let idlers: (() => void)[] = []

  const server = createServer((request, response) => {
    open.add(response)
    response.once('close', () => {
      open.delete(response)
      if (open.size > 0) return
      for (const resolve of idlers) resolve()
      idlers = []
    })
    handle(request, response).catch(() => response.destroy())
  })

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://agent').pathname
    const body = await readBody(request)
    if (path.startsWith('/__admin/')) {
      admin(path, body, response)
      return
    }

    const { dialect } = options
    const text = dialect?.textOf(body) ?? String(body['message_content'] ?? body['message'] ?? '')
    total += 1
    counts.set(text, (counts.get(text) ?? 0) + 1)
    requests.push({ at: new Date().toISOString(), method: request.method ?? '', path, headers: flat(request.headers), body })
    options.onRequest?.(body)
    if (requests.length > KEPT_REQUESTS) requests.shift()
    waiting = waiting.filter(({ count, resolve }) => {
      if (total >= count) resolve()
      return total < count
    })

    const fault = faults.shift() ?? permanent
    const answer = (): void => {
      const isRun = /^\/api\/v1\/agent\/[^/]+\/run$/.test(path)
      const isServed = isRun ? shape !== 'chat' : path === '/api/agent/chat' && shape !== 'run'
      const isKeyRight = options.apiKey === undefined || request.headers['x-api-key'] === options.apiKey
      if (dialect !== undefined) {
        const found = dialect.answer({ method: request.method ?? '', path, body, text })
        if (found === null) json(response, 404, { detail: 'Not Found' })
        else if (!isKeyRight) json(response, 401, { detail: 'Invalid API key' })
        else void sendPieces(response, found)
        return
      }
      if (!isServed) json(response, 404, { detail: 'Not Found' })
      else if (!isKeyRight) json(response, 401, { detail: 'Invalid API key' })
      else json(response, 200, echo(text, body, isRun))
    }
    if (fault !== null) misbehave(fault, response, answer)
    else if ((options.delayMs ?? 0) > 0) later(options.delayMs ?? 0, answer)
    else answer()
  }

  function later(delayMs: number, run: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      run()
    }, delayMs)
    timers.add(timer)
  }

  function misbehave(fault: Fault, response: ServerResponse, answer: () => void): void {
    const ok = { 'content-type': 'application/json' }
    switch (fault.kind) {
      case 'hang':
        break
      case 'reset':
        if (fault.afterHeaders === true) {
          response.writeHead(200, { ...ok, 'content-length': '1000' })
          response.write('{"message": "half an ans', () => response.socket?.resetAndDestroy())
        } else response.socket?.resetAndDestroy()
        break
      case 'status':
        json(response, fault.status, fault.body ?? { detail: 'scripted' }, fault.headers)
        break
      case 'html':
        response.writeHead(200, { 'content-type': 'text/html' })
        response.end('<!doctype html><title>Welcome to nginx!</title><p>secret-page')
        break
      case 'empty':
        response.writeHead(200, ok)
        response.end()
        break
      case 'not_json':
        response.writeHead(200, ok)
        response.end('{"message": "unfinished')
        break
      case 'huge':
        poured = 0
        pour(response, fault.bytes, fault.chunked === true, (bytes) => {
          poured += bytes
        })
        break
      case 'answer':
        json(response, 200, fault.body)
        break
      case 'raw':
        response.writeHead(200, ok)
        response.end(fault.body)
        break
      case 'late':
        later(fault.delayMs, answer)
        break
    }
  }

  function admin(path: string, body: Record<string, unknown>, response: ServerResponse): void {
    const answers: Record<string, () => unknown> = {
      counts: () => ({ total, byText: Object.fromEntries(counts) }),
      requests: () => requests,
      script: () => ({ scripted: faults.push(...(body['faults'] as Fault[])) }),
      always: () => {
        permanent = (body['fault'] as Fault | null) ?? null
        return { always: permanent }
      },
      reset: () => {
        reset()
        return {}
      },
    }
    const found = answers[path.slice('/__admin/'.length)]
    json(response, found === undefined ? 404 : 200, found?.() ?? {})
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    total: () => total,
    counts: () => counts,
    script: (...more) => {
      faults.push(...more)
    },
    always: (fault) => {
      permanent = fault
    },
    arrived: (count) =>
      new Promise((resolve) => {
        if (total >= count) resolve()
        else waiting.push({ count, resolve })
      }),
    idle: () =>
      new Promise((resolve) => {
        if (open.size === 0) resolve()
        else idlers.push(resolve)
      }),
    bytesPoured: () => poured,
    reset,
    stop: () =>
      new Promise((resolve) => {
        for (const timer of timers) clearTimeout(timer)
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The answer pairs with its question, so that a test can tell whose answer went where. */
function echo(text: string, body: Record<string, unknown>, isRun: boolean): Record<string, unknown> {
  const common = { success: true, session_id: `session-of-${String(body['session_name'] ?? '')}`, tool_calls: [], tool_outputs: [] }
  const user_id = body['user_id'] ?? `user-of-${String(body['session_name'] ?? '')}`
  return isRun
    ? { ...common, message: `echo: ${text}`, user_id, usage: { request_tokens: 3, response_tokens: 5 } }
    : { ...common, response: `echo: ${text}`, user_id, usage: { prompt_tokens: 3, completion_tokens: 5 } }
}

function pour(response: ServerResponse, bytes: number, isChunked: boolean, onPoured: (bytes: number) => void): void {
  const chunk = Buffer.alloc(64 * 1024, 'x')
  response.writeHead(200, { 'content-type': 'application/json', ...(isChunked ? {} : { 'content-length': String(bytes) }) })
  let left = bytes
  response.write('{"message": "')
  left -= 13
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      const part = left >= chunk.length ? chunk : chunk.subarray(0, left)
      left -= part.length
      onPoured(part.length)
      if (!response.write(part)) {
        response.once('drain', more)
        return
      }
    }
    response.end()
  }
  more()
}

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

/** Each piece in a packet of its own, as far as the system lets one say so. */
async function sendPieces(response: ServerResponse, { status = 200, contentType, pieces }: DialectAnswer): Promise<void> {
  response.writeHead(status, { 'content-type': contentType })
  for (const piece of pieces) {
    response.write(piece)
    await new Promise((resolve) => setImmediate(resolve))
  }
  response.end()
}

/** JSON, or the fields of a form (files by their names). */
async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const contentType = request.headers['content-type'] ?? ''
  if (contentType.startsWith('multipart/form-data')) {
    const form = await new Response(Buffer.concat(chunks), { headers: { 'content-type': contentType } }).formData()
    const fields: Record<string, unknown> = {}
    for (const [name, value] of form) {
      if (typeof value === 'string') fields[name] = value
      else fields[name] = [...((fields[name] as unknown[] | undefined) ?? []), { name: value.name, type: value.type, size: value.size }]
    }
    return fields
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function flat(headers: IncomingMessage['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]))
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, shape: { type: 'string' }, delay: { type: 'string' }, key: { type: 'string' } },
  })
  const server = await startAgentServer({
    port: Number(values.port ?? 0),
    shape: values.shape === 'run' || values.shape === 'chat' ? values.shape : 'both',
    delayMs: Number(values.delay ?? 0),
    ...(values.key === undefined ? {} : { apiKey: values.key }),
  })
  process.stdout.write(`${JSON.stringify({ url: server.url })}\n`)
  const stop = (): void => {
    server.stop().then(() => process.exit(0))
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}
