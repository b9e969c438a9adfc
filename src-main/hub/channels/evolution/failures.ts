/**
 * Evolution's answers that are not a success, in the product's words.
 *
 * Errors have the body `{status, error, response: {message}}`, where `message` is a string, a list
 * of strings, a list of lists (JSON schema), or a list of objects (unknown numbers). Licensed
 * servers (2.4) answer 503 `{code: "LICENSE_REQUIRED", register_url, …}` to everything.
 */
import { type ErrorCode, OmniError } from '../../../../src-shared/errors.ts'
import { failureCodesOf, neverLeft } from '../../runtime/http/failure-codes.ts'
import { retryAfterMs } from '../../runtime/http/retry-after.ts'
import { isObject } from '../../runtime/json.ts'
import { field, listAt, objectAt, stringAt, webAddress } from '../whatsapp/normalize/json.ts'
import { cleanName } from '../whatsapp/normalize/text.ts'

/**
 * How far a failed call got. `refused`: the server did not act on it, or was never reached.
 * `unclear`: the request left and no clear answer came, so it may have been carried out.
 */
export type Outcome = 'refused' | 'unclear'

/** An {@link OmniError} that knows how far its call got. */
export class EvolutionError extends OmniError {
  readonly outcome: Outcome
  readonly status: number | null
  /** The answer as parsed, or null. */
  readonly response: unknown
  readonly retryAfterMs: number | null

  constructor(
    code: ErrorCode,
    message: string,
    facts: {
      outcome: Outcome
      status?: number
      response?: unknown
      retryAfterMs?: number | null
      cause?: unknown
      details?: Record<string, unknown>
    },
  ) {
    super(code, message, { cause: facts.cause, ...(facts.details ? { details: facts.details } : {}) })
    this.name = 'EvolutionError'
    this.outcome = facts.outcome
    this.status = facts.status ?? null
    this.response = facts.response ?? null
    this.retryAfterMs = facts.retryAfterMs ?? null
  }

  /** Did nothing take the connection at all (refused, an unknown name, no way there)? */
  get neverReached(): boolean {
    return this.code === 'unreachable' && this.outcome === 'refused'
  }
}

function flatten(message: unknown, depth = 0): string[] {
  if (typeof message === 'string') return [message]
  if (depth > 3) return []
  if (Array.isArray(message)) return message.slice(0, 20).flatMap((item) => flatten(item, depth + 1))
  return []
}

/** Every sentence that the body of an error holds, whichever shape it has. */
export function sentencesOf(body: unknown): string[] {
  const inner = field(objectAt(body, 'response'), 'message')
  const found = flatten(inner ?? field(body, 'message'))
  return found.length > 0 ? found : flatten(field(body, 'error'))
}

function clipped(sentences: string[]): string {
  return cleanName(sentences.join('; ')) ?? ''
}

function unknownNumber(body: unknown): string | null {
  for (const entry of listAt(objectAt(body, 'response'), 'message')) {
    if (isObject(entry) && field(entry, 'exists') === false) return stringAt(entry, 'number') ?? stringAt(entry, 'jid') ?? ''
  }
  return null
}

const NOT_CONNECTED = /connection closed|not connected|socket closed|no session(s)? (found|available)/i

function licenceFailure(body: unknown, status: number): EvolutionError {
  const registerUrl = webAddress(field(body, 'register_url'))
  const where = registerUrl ? ` Open ${registerUrl} to register it` : ' Register it in its own manager page'
  return new EvolutionError(
    'licence_required',
    `This Evolution server (2.4 or newer) has no active licence and answers nothing until it has one.${where}, or use version 2.3.7.`,
    { outcome: 'refused', status, response: body, details: { registerUrl } },
  )
}

/** Turns an answer with an error status into an error. `instance` is the remote name, for the sentence. */
export function failureOf(answer: {
  status: number
  body: unknown
  isJson: boolean
  retryAfter: string | null
  instance: string | null
  nowMs: number
}): EvolutionError {
  const { status, body } = answer
  const sentences = sentencesOf(body)
  const text = clipped(sentences)
  const facts = { status, response: body, outcome: 'refused' as Outcome }
  const name = answer.instance ?? ''

  if (field(body, 'code') === 'LICENSE_REQUIRED' || (status === 503 && /licen[sc]e/i.test(text))) return licenceFailure(body, status)
  if (status === 401) {
    return new EvolutionError('unauthorized', 'The Evolution server did not accept the API key. Check the key in the settings.', facts)
  }
  if (status === 403 && /already in use/i.test(text)) {
    return new EvolutionError('conflict', `The Evolution server already has an instance named "${name}".`, facts)
  }
  if (status === 403) return new EvolutionError('forbidden', `The Evolution server refused this: ${text || 'forbidden'}.`, facts)
  if (status === 413) return new EvolutionError('too_large', 'This is too large for the Evolution server.', facts)
  if (status === 429) {
    const wait = retryAfterMs(answer.retryAfter, answer.nowMs)
    return new EvolutionError('rate_limited', 'The Evolution server asks to slow down.', { ...facts, retryAfterMs: wait })
  }
  if (status === 408) return new EvolutionError('timeout', 'The Evolution server took too long.', { ...facts, outcome: 'unclear' })
  if (status === 404 && /does not exist/i.test(text)) {
    return new EvolutionError('not_found', `The Evolution server has no instance named "${name}".`, facts)
  }
  if (status === 404 || (status < 500 && !answer.isJson)) {
    return new EvolutionError(
      'invalid_response',
      'What answers at this address does not look like an Evolution API 2 server. Check the address in the settings.',
      facts,
    )
  }
  const number = unknownNumber(body)
  if (number !== null) {
    return new EvolutionError('bad_request', `The number ${cleanName(number) ?? ''} is not on WhatsApp.`, {
      ...facts,
      details: { reason: 'not_on_whatsapp', number },
    })
  }
  if (NOT_CONNECTED.test(text)) {
    return new EvolutionError('not_connected', 'WhatsApp is not connected on the Evolution server right now.', facts)
  }
  if (status < 500) return new EvolutionError('bad_request', `The Evolution server refused this: ${text || `error ${status}`}.`, facts)
  const wait = retryAfterMs(answer.retryAfter, answer.nowMs)
  return new EvolutionError('platform_error', `The Evolution server failed (error ${status})${text ? `: ${text}` : ''}.`, {
    ...facts,
    outcome: 'unclear',
    retryAfterMs: wait,
  })
}

/** `connect` and `restart` swallow their exceptions into HTTP 200 `{error: true, message}`. */
export function swallowedFailure(body: unknown): EvolutionError | null {
  if (field(body, 'error') !== true) return null
  const text = clipped(sentencesOf(body)).replace('[object Object]', '')
  if (NOT_CONNECTED.test(text)) {
    return new EvolutionError('not_connected', 'WhatsApp is not connected on the Evolution server right now.', {
      outcome: 'refused',
      response: body,
    })
  }
  const message = `The Evolution server could not do this${text ? `: ${text}` : ', and does not say why. Restarting the instance there often helps'}.`
  return new EvolutionError('platform_error', message, { outcome: 'unclear', response: body })
}

/** Turns what a call threw into an error. `host` goes into the sentence. */
export function connectionFailure(error: unknown, host: string): EvolutionError {
  const codes = failureCodesOf(error)
  if (codes.some(({ code }) => /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|EPROTO)/.test(code))) {
    const message = `A safe connection to the Evolution server at ${host} could not be made: its certificate is not trusted or the address should begin with http://.`
    return new EvolutionError('unreachable', message, { outcome: 'refused', cause: error })
  }
  if (neverLeft(error)) {
    return new EvolutionError('unreachable', `The Evolution server at ${host} cannot be reached.`, { outcome: 'refused', cause: error })
  }
  return new EvolutionError('unreachable', `The connection to the Evolution server at ${host} broke off.`, {
    outcome: 'unclear',
    cause: error,
  })
}
