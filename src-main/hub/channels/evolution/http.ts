/** One JSON call to an Evolution server: key, time limit, bounded answer, and errors in the product's words. */
import { OmniError } from '../../../../src-shared/errors.ts'
import { boundedBytes } from '../../runtime/http/bounded-bytes.ts'
import { callHttp } from '../../runtime/http/call.ts'
import type { Timers } from '../../runtime/timers.ts'
import { connectionFailure, EvolutionError, failureOf } from './failures.ts'

export interface HttpCall {
  method: 'GET' | 'POST' | 'DELETE'
  /** Begins with `/`, percent-encoded. */
  path: string
  body?: unknown
  timeoutMs: number
  signal?: AbortSignal
}

export interface HttpTarget {
  /** Without a slash at the end. */
  baseUrl: string
  apiKey: string
  /** The remote name, for the sentences of errors. */
  instance: string
  timers: Timers
  /** Larger answers are given up. Bytes. */
  maxAnswerBytes: number
}

function parsed(text: string): { body: unknown; isJson: boolean } {
  try {
    return { body: JSON.parse(text), isJson: true }
  } catch {
    return { body: text.slice(0, 2000).toWellFormed(), isJson: false }
  }
}

/**
 * Makes the call and returns the parsed answer. Throws {@link EvolutionError}s only.
 * Redirects are not followed: they would carry the key to another host, or turn a POST into a GET.
 */
export async function callEvolution(target: HttpTarget, call: HttpCall): Promise<unknown> {
  const host = URL.canParse(target.baseUrl) ? new URL(target.baseUrl).host : target.baseUrl
  if (call.signal?.aborted) throw new EvolutionError('cancelled', 'The call was cancelled before it began.', { outcome: 'refused' })
  if (!/^[\x20-\x7e]*$/.test(target.apiKey)) {
    throw new EvolutionError('unauthorized', 'The API key holds characters that no key has. Copy it again into the settings.', {
      outcome: 'refused',
    })
  }
  const abort = new AbortController()
  let endedBy: 'time' | 'caller' | null = null
  const stop = (by: 'time' | 'caller') => (): void => {
    endedBy ??= by
    abort.abort()
  }
  const byCaller = stop('caller')
  call.signal?.addEventListener('abort', byCaller, { once: true })
  const cancelTimer = target.timers.after(call.timeoutMs, stop('time'))
  try {
    const response = await callHttp(`${target.baseUrl}${call.path}`, {
      method: call.method,
      headers: {
        apikey: target.apiKey,
        accept: 'application/json',
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      signal: abort.signal,
    })
    const { status } = response
    if (status >= 300 && status < 400) {
      response.hangUp()
      const to = response.header('location') ?? ''
      throw new EvolutionError(
        'invalid_response',
        `The Evolution server sends callers on to ${to.slice(0, 200)}: enter that address in the settings.`,
        {
          outcome: 'refused',
          status,
        },
      )
    }
    const bytes = await boundedBytes(response, target.maxAnswerBytes)
    if (bytes === null) throw new EvolutionError('too_large', 'The answer of the Evolution server was too large.', { outcome: 'unclear' })
    const { body, isJson } = parsed(bytes.toString('utf8'))
    const retryAfter = response.header('retry-after')
    if (status < 200 || status >= 300)
      throw failureOf({ status, body, isJson, retryAfter, instance: target.instance, nowMs: target.timers.now() })
    if (!isJson) {
      throw new EvolutionError('invalid_response', 'The Evolution server answered with something that cannot be read.', {
        outcome: 'unclear',
        status,
        response: body,
      })
    }
    return body
  } catch (error) {
    if (error instanceof OmniError) throw error
    const ended = endedBy as 'time' | 'caller' | null
    if (ended === 'time') {
      const message = `The Evolution server at ${host} did not answer within ${Math.round(call.timeoutMs / 1000)} seconds.`
      throw new EvolutionError('timeout', message, { outcome: 'unclear', cause: error })
    }
    if (ended === 'caller') throw new EvolutionError('cancelled', 'The call was cancelled.', { outcome: 'unclear', cause: error })
    throw connectionFailure(error, host)
  } finally {
    cancelTimer()
    call.signal?.removeEventListener('abort', byCaller)
  }
}
