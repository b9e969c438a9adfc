/**
 * The caller that all back ends share: time limit, retries, circuit breaker, and exactly one final
 * text. Deltas are for whoever watches; only the result may be sent to the customer.
 */
import { ExponentialBackoff, halfJitterGenerator, type IBackoff } from 'cockatiel'
import { realTimers, sleep, type Timers } from '../runtime/timers.ts'
import { type AgentAnswer, type AgentFailure, type AttemptOutcome, attemptAgent } from './attempt.ts'
import { type AgentBreakers, OPEN_FOR_MS } from './breaker.ts'
import type { AgentBackend, AgentConfig, AgentErrorCode, AgentRequest } from './port.ts'

const MAX_TRIES = 3
/** With half jitter the pauses are 0.5–1 s, 1–2 s, … and never above the maximum. */
const BACKOFF = { initialDelay: 1000, maxDelay: 10_000, generator: halfJitterGenerator }
/** A customer waits: an agent that asks for more patience than this is not asked again. */
const MAX_RETRY_AFTER_MS = 30_000

/** One try, for the trace. */
export interface AgentAttempt {
  number: number
  /** ISO 8601 UTC. */
  startedAt: string
  durationMs: number
  /** From the start of the try to its first text; null if none was streamed. */
  firstDeltaMs: number | null
  outcome: 'completed' | AgentErrorCode
  message: string | null
  statusCode: number | null
  /** What was sent, credentials removed; null if nothing was. */
  request: unknown
  raw: unknown
  /** What the model thought; empty if it did not tell. */
  reasoning: string
  /** The pause before the next try; null if there was none. */
  retryInMs: number | null
}

export type AgentResult = (AgentAnswer | AgentFailure) & { attempts: AgentAttempt[] }

export interface CallOptions {
  breakers: AgentBreakers
  /** Aborted when a person stops the answer, or the hub stops. */
  signal: AbortSignal
  onDelta?: (text: string) => void
  onTool?: (name: string, status: 'started' | 'completed') => void
  onRequest?: (request: unknown) => void
  /** What was shown so far is void, and the answer starts over: that try failed, or it was not part of the answer. */
  onRestart?: () => void
  /** False: what was streamed has been used already, so the answer cannot start over. */
  mayRetry?: () => boolean
  timers?: Timers
}

/**
 * Asks the agent, up to three times. Never throws. Retried are `unreachable`, `rate_limited`,
 * `server_error`, and `timeout` if nothing was streamed; the time limit of the profile holds for
 * each try. An open breaker is `unreachable` without a call.
 */
export async function callAgent(
  backend: AgentBackend,
  request: AgentRequest,
  config: AgentConfig,
  options: CallOptions,
): Promise<AgentResult> {
  const { breakers, signal, timers = realTimers } = options
  const key = JSON.stringify([config.kind, config.settings])
  const attempts: AgentAttempt[] = []
  let backoff: IBackoff<unknown> | undefined
  let hasStreamed = false

  const runOnce = async (): Promise<AttemptOutcome> => {
    const startedAt = timers.now()
    let sent: unknown = null
    const watched: AgentConfig = {
      ...config,
      onRequest: (wire) => {
        sent = wire
        config.onRequest?.(wire)
        options.onRequest?.(wire)
      },
    }
    const watcher = {
      onDelta: (text: string) => {
        hasStreamed = true
        options.onDelta?.(text)
      },
      onTakenBack: () => options.onRestart?.(),
      onTool: (name: string, status: 'started' | 'completed') => options.onTool?.(name, status),
    }
    const outcome = await attemptAgent(backend, request, watched, { signal, timeoutMs: config.timeoutMs, timers, watcher })
    const { result, firstDeltaMs, reasoning } = outcome
    attempts.push({
      number: attempts.length + 1,
      startedAt: new Date(startedAt).toISOString(),
      durationMs: timers.now() - startedAt,
      firstDeltaMs,
      outcome: result.ok ? 'completed' : result.code,
      message: result.ok ? null : result.message,
      statusCode: result.ok ? null : result.statusCode,
      request: sent,
      raw: result.raw,
      reasoning,
      retryInMs: null,
    })
    return outcome
  }

  while (true) {
    if (signal.aborted) return { ...cancelled, attempts }
    hasStreamed = false
    const guarded = await breakers.guard(request.instance.name, key, runOnce, signal)
    if (guarded.state === 'no_verdict') return { ...cancelled, attempts }
    if (guarded.state === 'open') return lastFailure(attempts) ?? { ...leftAlone, attempts }
    const { result, firstDeltaMs } = guarded.value
    if (options.mayRetry?.() === false) return { ...result, attempts }
    if (result.ok || attempts.length >= MAX_TRIES || !isWorthAnotherTry(result, firstDeltaMs !== null)) return { ...result, attempts }

    // The breaker opened on this very failure: waiting for another try would be in vain.
    if (breakers.isOpen(request.instance.name, key)) return { ...result, attempts }

    backoff = backoff === undefined ? new ExponentialBackoff(BACKOFF).next() : backoff.next(undefined)
    const pauseMs = Math.max(backoff.duration, result.retryAfterMs ?? 0)
    const attempt = attempts.at(-1)
    if (attempt !== undefined) attempt.retryInMs = pauseMs
    await sleep(timers, pauseMs, signal)
    if (hasStreamed && !signal.aborted) options.onRestart?.()
  }
}

function isWorthAnotherTry(failure: AgentFailure, hasStreamed: boolean): boolean {
  if (failure.isFinal) return false
  switch (failure.code) {
    case 'unreachable':
    case 'server_error':
      return true
    case 'rate_limited':
      return (failure.retryAfterMs ?? 0) <= MAX_RETRY_AFTER_MS
    case 'timeout':
      return !hasStreamed
    default:
      return false
  }
}

/** When the breaker opens between two tries of one call, the reason to report is the failure, not the breaker. */
function lastFailure(attempts: AgentAttempt[]): AgentResult | null {
  const last = attempts.at(-1)
  if (last === undefined || last.outcome === 'completed') return null
  return {
    ok: false,
    code: last.outcome,
    message: last.message ?? '',
    retryAfterMs: null,
    statusCode: last.statusCode,
    raw: last.raw,
    isFinal: false,
    attempts,
  }
}

const cancelled: AgentFailure = {
  ok: false,
  code: 'cancelled',
  message: 'The answer was stopped.',
  retryAfterMs: null,
  statusCode: null,
  raw: null,
  isFinal: false,
}

const leftAlone: AgentFailure = {
  ok: false,
  code: 'unreachable',
  message: `The agent failed five times in a row and is left alone for ${OPEN_FOR_MS / 1000} s.`,
  retryAfterMs: null,
  statusCode: null,
  raw: null,
  isFinal: false,
}
