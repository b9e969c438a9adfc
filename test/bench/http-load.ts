/**
 * Load over HTTP on plain sockets, with another body for every request. The load runs beside what it measures, on the
 * same processors: with autocannon a request took more of their time than the answer to it, and the slowest
 * answers were those that waited for the load itself (docs/decisions has the figures).
 */
import { connect } from 'node:net'

export interface LoadResult {
  /** Answered with 2xx. */
  requests: number
  /** Answered with something else, or not at all. */
  failures: number
  perSecond: number
  p50Ms: number
  p99Ms: number
}

export interface LoadOptions {
  port: number
  path: string
  headers: Record<string, string>
  connections: number
  durationMs: number
  /** An answer that takes longer ends its connection, which is a failure. 10 s when left out. */
  patienceMs?: number
  body(): string
}

const PATIENCE_MS = 10_000

export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

const STATUS_AT = 'HTTP/1.1 '.length

/** The status once all of an answer is there; null before. What is measured tells the length of what it answers. */
function statusOf(answer: string): number | null {
  const headEnd = answer.indexOf('\r\n\r\n')
  if (headEnd === -1) return null
  const [, length = '0'] = /\r\ncontent-length: *(\d+)/i.exec(answer) ?? []
  return answer.length < headEnd + 4 + Number(length) ? null : Number(answer.slice(STATUS_AT, STATUS_AT + 3))
}

interface Asking {
  port: number
  patienceMs: number
  /** The next request; null when there is to be none. */
  ask(): string | null
  answered(status: number, tookMs: number): void
}

/** Resolves to whether the connection held until there was nothing more to ask. */
function keepAsking({ port, patienceMs, ask, answered }: Asking): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let answer = ''
    let askedAt = 0
    let isDone = false
    const next = () => {
      const request = ask()
      isDone = request === null
      askedAt = performance.now()
      if (request === null) socket.destroy()
      else socket.write(request)
    }
    socket.setTimeout(patienceMs, () => socket.destroy())
    // As bytes: the declared length counts them.
    socket.setEncoding('latin1')
    socket.on('connect', next)
    socket.on('data', (chunk: string) => {
      answer += chunk
      const status = statusOf(answer)
      if (status === null) return
      answered(status, performance.now() - askedAt)
      answer = ''
      next()
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(isDone))
  })
}

/** POSTs for `durationMs`, one request at a time on each connection. */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const { port, path, headers, connections, durationMs, patienceMs = PATIENCE_MS, body } = options
  const fields = { host: `127.0.0.1:${port}`, 'content-type': 'application/json', ...headers }
  const head = [`POST ${path} HTTP/1.1`, ...Object.entries(fields).map(([name, value]) => `${name}: ${value}`)].join('\r\n')
  const latencies: number[] = []
  let requests = 0
  const startedAt = performance.now()
  const ask = () => {
    if (performance.now() - startedAt >= durationMs) return null
    const text = body()
    return `${head}\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
  }
  const answered = (status: number, tookMs: number) => {
    latencies.push(tookMs)
    if (status >= 200 && status < 300) requests += 1
  }
  const held = await Promise.all(Array.from({ length: connections }, () => keepAsking({ port, patienceMs, ask, answered })))
  const elapsedS = (performance.now() - startedAt) / 1000
  return {
    requests,
    failures: latencies.length - requests + held.filter((isHeld) => !isHeld).length,
    perSecond: requests / elapsedS,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  }
}
