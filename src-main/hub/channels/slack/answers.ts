/**
 * Slack's answers, before Slack's client reads them: it takes a page of a proxy for Slack's refusal, an empty object for a
 * success, and a 429 that names no time for a failure of the network.
 */

import { Readable } from 'node:stream'
import { boundedBody } from '../../runtime/http/bounded-bytes.ts'
import { retryAfterMs } from '../../runtime/http/retry-after.ts'
import { isObject } from '../../runtime/json.ts'
import { unreadable } from './failures.ts'

/** A thousand channels or people, with all that is known of them. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024
const SECOND_MS = 1000
const PAUSE = { leastMs: SECOND_MS, usualMs: 30_000, mostMs: 10 * 60_000 }
/** As `channel_not_found`; some name a method or a field besides. */
const WORD = /^[\w .,:/[\]-]{1,200}$/

/** As `fetch`. Rejects with a {@link SlackError} where the answer is none of Slack's. */
export async function fetchFromSlack(...call: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...call)
  const { status } = response
  if (status !== 200 && status !== 429) return response
  const headers = new Headers(response.headers)
  headers.set('retry-after', String(Math.ceil(pauseMs(headers.get('retry-after')) / SECOND_MS)))
  if (status === 429) {
    await response.body?.cancel()
    return new Response('', { status, headers })
  }
  const bytes = await boundedBody(response.body ?? Readable.from([]), MAX_ANSWER_BYTES)
  const text = bytes?.toString('utf8') ?? ''
  if (!isAnswer(text)) throw unreadable()
  return new Response(text, { status, headers })
}

/** How long to wait where Slack asks to slow down, whatever its `Retry-After` says. Milliseconds. */
export function pauseMs(header: string | null): number {
  return Math.min(PAUSE.mostMs, Math.max(PAUSE.leastMs, retryAfterMs(header, Date.now()) ?? PAUSE.usualMs))
}

/** `ok: true`, or `ok: false` with a word for the error. */
function isAnswer(text: string): boolean {
  try {
    const answer: unknown = JSON.parse(text)
    if (!isObject(answer)) return false
    const { ok, error } = answer
    return ok === true || (ok === false && typeof error === 'string' && WORD.test(error))
  } catch {
    return false
  }
}
