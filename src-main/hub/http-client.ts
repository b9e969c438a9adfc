/**
 * Calls to the servers of agents and channels. In the place of `fetch`, which takes a millisecond more for
 * each call and three times the processor time, and leaves objects behind that only a collection of the
 * whole heap takes away.
 */
import { Agent, request as callPlain, type IncomingMessage } from 'node:http'
import { request as callSafe, Agent as SafeAgent } from 'node:https'

/** A server that says nothing about it keeps a quiet connection for five seconds, as a rule: it must not be used at its end. */
const KEPT_QUIET_MS = 4000
/** Longer than a packet that was lost twice needs; an address behind which nobody is must not use up the time of the call. */
const CONNECT_WITHIN_MS = 10_000

const kept = { keepAlive: true, timeout: KEPT_QUIET_MS }
const agents = { plain: new Agent(kept), safe: new SafeAgent(kept) }

export interface HttpRequest {
  method: string
  headers: Record<string, string>
  body?: string | Uint8Array | undefined
  signal: AbortSignal
}

/**
 * Resolves with the head of the answer, whose body is then read from it as it comes: leaving the loop early,
 * or `destroy()`, hangs up. Redirects are not followed. Rejects with the error of the network, which has its
 * `code` and `syscall` (`ETIMEDOUT` and `connect` when no connection was made in ten seconds), or as the
 * signal says.
 */
export function callHttp(url: string, { method, headers, body, signal }: HttpRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const target = new URL(url)
    const isSafe = target.protocol === 'https:'
    const options = {
      method,
      headers: {
        accept: '*/*',
        // Some servers turn away whoever does not say who it is.
        'user-agent': 'Omni-Desktop',
        ...headers,
        // Node does not say by itself where the body of a DELETE ends.
        ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
      },
      agent: isSafe ? agents.safe : agents.plain,
      signal,
    }
    const request = isSafe ? callSafe(target, options) : callPlain(target, options)
    // What breaks after the head is reported to the reader of the body, and once more here.
    request.on('error', reject)
    request.once('response', resolve)
    request.once('socket', (socket) => {
      if (!socket.connecting) return
      const patience = setTimeout(() => {
        // As the system says it when it gives up, which takes two minutes.
        request.destroy(Object.assign(new Error(`connect ETIMEDOUT ${target.host}`), { code: 'ETIMEDOUT', syscall: 'connect' }))
      }, CONNECT_WITHIN_MS)
      const end = (): void => clearTimeout(patience)
      socket.once('connect', end).once('close', end)
    })
    request.end(body)
  })
}
