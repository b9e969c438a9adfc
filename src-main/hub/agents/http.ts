/** What back ends that are called over HTTP have in common: bounded bodies, and one mapping of failures to codes. */

import { boundedBytes } from '../runtime/http/bounded-bytes.ts'
import type { HttpAnswer } from '../runtime/http/call.ts'
import { failureCodesOf } from '../runtime/http/failure-codes.ts'
import { retryAfterMs } from '../runtime/http/retry-after.ts'
import type { AgentErrorCode, AgentEvent } from './port.ts'

export type FailedEvent = Extract<AgentEvent, { type: 'failed' }>

/** An answer larger than this is a fault of the agent; reading on would only cost memory. */
const MAX_BODY_BYTES = 2 * 1024 * 1024
/** As much of an unusable body as helps to see what it was. */
const MAX_EXCERPT_CHARACTERS = 4096

export function failed(code: AgentErrorCode, message: string, facts: Partial<FailedEvent> = {}): FailedEvent {
  return { type: 'failed', code, message, retryAfterMs: null, statusCode: null, raw: null, ...facts }
}

/** Reads a body as text; null if it is larger than 2 MB. The rest of a too large body is not read. */
export async function readBoundedText(response: HttpAnswer, bytes: AsyncIterable<Uint8Array>): Promise<string | null> {
  const body = await boundedBytes(response, MAX_BODY_BYTES, bytes)
  return body && decoded(body, response.header('content-type') ?? '')
}

/** UTF-8 wherever it is that, whatever the label says; else by the label, and without one as older programs on Windows write. */
function decoded(bytes: Uint8Array, contentType: string): string {
  const mark = `${bytes[0]} ${bytes[1]}`
  if (mark === '255 254') return new TextDecoder('utf-16le').decode(bytes)
  if (mark === '254 255') return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    const label = /charset\s*=\s*"?([\w-]+)/i.exec(contentType)?.[1] ?? ''
    return decodedAs(/^utf-?8$/i.test(label) ? OLDER : label, bytes)
  }
}

const OLDER = 'windows-1252'

function decodedAs(label: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder(label).decode(bytes)
  } catch {
    return new TextDecoder(OLDER).decode(bytes)
  }
}

/** The beginning of a body for the trace. */
export function excerpt(body: string): string {
  return body.length <= MAX_EXCERPT_CHARACTERS ? body : `${body.slice(0, MAX_EXCERPT_CHARACTERS)}… (${body.length} characters)`
}

/** What is in a message may be why these are answered: its form, its length, its files, its words. */
const OF_MESSAGE = new Set([400, 413, 414, 415, 422, 431])
/** The words that servers have for it, where their status says something else. */
const OF_MESSAGE_WORDS =
  /content[_ ](?:filter|policy|management)|context[_ ](?:length|window|size)|maximum context|string_above_max_length|too many tokens|(?:prompt|input|message) is too long/i

/** Does a failure depend on the message, so that it says nothing about how the agent does with others? `said` is all that the server wrote of it. */
export function isOfMessage(status: number | null, said: unknown): boolean {
  if (status !== null && (OF_MESSAGE.has(status) || [401, 403, 429].includes(status))) return OF_MESSAGE.has(status)
  return OF_MESSAGE_WORDS.test(typeof said === 'string' ? said : JSON.stringify(said ?? ''))
}

/** The failure that an HTTP status other than 2xx means. `said` is what the agent said of it, for the trace. */
export function failureOfStatus(response: HttpAnswer, said: string, raw: unknown, now: number): FailedEvent {
  const { status } = response
  const facts = {
    statusCode: status,
    raw,
    retryAfterMs: retryAfterMs(response.header('retry-after'), now),
    isOfMessage: isOfMessage(status, raw),
  }
  const detail = said === '' ? '.' : `: ${said}`
  if (status === 401 || status === 403) return failed('unauthorized', `The agent refused the key (${status})${detail}`, facts)
  if (status === 429) return failed('rate_limited', `The agent has had too many calls (429)${detail}`, facts)
  if (status === 408 || status === 504) return failed('timeout', `The agent's server gave up waiting (${status})${detail}`, facts)
  if (status >= 500) return failed('server_error', `The agent's server failed (${status})${detail}`, facts)
  if (status >= 300 && status < 400) {
    const target = response.header('location') ?? 'another address'
    return failed('invalid_response', `The agent's server points to ${target} (${status}): use that address.`, facts)
  }
  return failed('invalid_response', `The agent's server did not accept the call (${status})${detail}`, facts)
}

/** The failure that a call without an answer, or a body that broke off, means. */
export function failureOfCall(error: unknown, signal: AbortSignal): FailedEvent {
  if (signal.aborted) {
    const isTimeout = signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError'
    return isTimeout ? failed('timeout', 'The agent did not answer in time.') : failed('cancelled', 'The answer was stopped.')
  }
  const codes = failureCodesOf(error).map(({ code }) => code)
  // Of several addresses that were tried, the first whose failure has words.
  const code = codes.find((each) => each in REASONS) ?? codes[0]
  const reason = REASONS[code ?? ''] ?? (error instanceof Error && error.message !== '' ? error.message : String(error))
  return failed('unreachable', `The agent cannot be reached: ${reason}`, { raw: code === undefined ? null : { code } })
}

const CUT_OFF = 'the connection was cut off.'
const NO_RESPONSE = 'its address does not respond.'
const NOT_HTTP = 'what it sends is not HTTP.'

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens at its address.',
  ECONNRESET: CUT_OFF,
  EPIPE: CUT_OFF,
  UND_ERR_SOCKET: CUT_OFF,
  HPE_INVALID_EOF_STATE: CUT_OFF,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: CUT_OFF,
  ENOTFOUND: 'its address is not known.',
  EAI_AGAIN: 'its address could not be looked up.',
  ETIMEDOUT: NO_RESPONSE,
  UND_ERR_CONNECT_TIMEOUT: NO_RESPONSE,
  EHOSTUNREACH: 'there is no way to its address.',
  ENETUNREACH: 'there is no network.',
  UND_ERR_HEADERS_OVERFLOW: NOT_HTTP,
  HPE_INVALID: NOT_HTTP,
  CERT_HAS_EXPIRED: 'its certificate has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed.',
}

/** Both headers, since agents disagree on which one they read. Null for a key that no header can carry. */
export function keyHeaders(key: string | undefined): Record<string, string> | null {
  const trimmed = key?.trim() ?? ''
  if (trimmed === '') return {}
  // Checked here, so that it is reported in plain words and not as the error of a call.
  return /[^\x21-\x7e]/.test(trimmed) ? null : { 'x-api-key': trimmed, authorization: `Bearer ${trimmed}` }
}
