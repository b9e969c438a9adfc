/**
 * Calls to the servers of agents and channels, and the one place that says what may be aborted when.
 *
 * - The caller's signal ends a call that has not ended: while a connection is made, while the answer is waited
 *   for, while its body comes. Once the body has ended nothing here listens to the signal any more; aborting it
 *   then, however soon or late, reaches neither the process nor the connection, which may carry the next call.
 * - Leaving the loop over the body, or `hangUp()`, ends what has not ended, and does nothing to what has.
 * - What ended a call is thrown to the one who waits for the answer or reads its body, and to nobody else. No
 *   stream leaves this file: one that fails while nobody listens would end the process.
 *
 * Nothing is asked again here. A server may close a kept connection in the moment in which a request leaves, and
 * whether it acted on the request cannot be known. The caller knows if asking twice does harm: the caller of the
 * agents asks again after `unreachable`, a channel first looks whether its message was sent.
 */
import { Agent, type Dispatcher, interceptors, request } from 'undici'

/** A server that says nothing about it keeps a quiet connection for five seconds, as a rule: it must not be used at its end. */
const KEPT_QUIET_MS = 4000
/** Longer than a packet that was lost twice needs; an address behind which nobody is must not use up the time of the call. */
const CONNECT_WITHIN_MS = 10_000
/** One address of several: Node's quarter of a second is less than a far continent needs. */
const NEXT_ADDRESS_AFTER_MS = 1000
/** All of an answer's headers together. */
const MAX_HEADER_BYTES = 16 * 1024

const agent = new Agent({
  // Every caller has a clock of its own: an agent may be given ten minutes.
  headersTimeout: 0,
  bodyTimeout: 0,
  connectTimeout: CONNECT_WITHIN_MS,
  autoSelectFamily: true,
  autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER_MS,
  keepAliveTimeout: KEPT_QUIET_MS,
  // A server that promises more than that may stand behind something that does not.
  keepAliveMaxTimeout: KEPT_QUIET_MS,
  maxHeaderSize: MAX_HEADER_BYTES,
  allowH2: false,
})
/** Nothing is asked to be packed; servers that pack all the same are read as they meant it. */
const connections = agent.compose(interceptors.decompress({ skipErrorResponses: false }))

export interface HttpRequest {
  method: 'GET' | 'POST' | 'DELETE'
  headers: Record<string, string>
  body?: string | Uint8Array | undefined
  signal: AbortSignal
}

/** The head of an answer, and its body as it comes, to be read once. */
export class HttpAnswer implements AsyncIterable<Uint8Array> {
  readonly status: number
  readonly #headers: Dispatcher.ResponseData['headers']
  readonly #body: Dispatcher.ResponseData['body']

  constructor({ statusCode, headers, body }: Dispatcher.ResponseData) {
    this.status = statusCode
    this.#headers = headers
    // The iterator reports it to the reader. That nobody reads is not a fault.
    this.#body = body.on('error', () => undefined)
  }

  /** Of a field that came more than once, all values, separated by commas. Null without one. `name` is in lower case. */
  header(name: string): string | null {
    const value = this.#headers[name]
    return Array.isArray(value) ? value.join(', ') : (value ?? null)
  }

  /** Rejects with what broke the body off. Leaving the loop early hangs up. */
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.#body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  }

  hangUp(): void {
    this.#body.destroy()
  }
}

/**
 * Resolves when the head of the answer has come. Redirects are not followed. Rejects with the error of the
 * network or of the HTTP client (`failure-codes.ts` reads them), or with the signal's reason.
 * @param dispatcher whose connections are used, where not the usual ones
 */
export async function callHttp(
  url: string,
  { method, headers, body, signal }: HttpRequest,
  dispatcher: Dispatcher = connections,
): Promise<HttpAnswer> {
  return new HttpAnswer(
    await request(url, {
      dispatcher,
      method,
      // Some servers turn away whoever does not say who it is.
      headers: { accept: '*/*', 'user-agent': 'Omni-Desktop', ...headers },
      ...(body === undefined ? {} : { body }),
      signal,
    }),
  )
}
