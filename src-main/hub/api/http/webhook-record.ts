/** What becomes of the calls of the webhook routes, noted for the person who sets an account up. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { OmniError } from '../../../../src-shared/errors.ts'
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { WebhookOutcome } from '../../channels/port.ts'
import { type Noted, TEST_CALL_HEADER, type WebhookCalls } from '../../panel/webhook-log/webhook-log.ts'
import { httpStatus } from '../http-status.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whom a webhook call is for, and when it came; null until that is known, and for other requests. */
    webhook: { instance: RunningInstance; startedAtMs: number } | null
  }
}

const MAX_EVENT_LENGTH = 60

function sizeOf(request: FastifyRequest): number | null {
  const size = Number(request.headers['content-length'])
  return Number.isSafeInteger(size) && size >= 0 ? size : null
}

function verdictOn(error: Error & { statusCode?: number }): Pick<Noted, 'outcome' | 'statusCode' | 'reason'> {
  const statusCode = error instanceof OmniError ? httpStatus(error.code) : (error.statusCode ?? 500)
  const isPlain = error instanceof OmniError || statusCode < 500
  return {
    outcome: statusCode >= 500 ? 'failed' : 'refused',
    statusCode,
    reason: isPlain ? error.message : 'Omni could not take it; the log says more.',
  }
}

/**
 * Makes the scope note the calls that fail; those that are taken tell so themselves, through what is
 * returned. A call for none of our instances concerns nobody. No hook at the end of every answer:
 * thousands may come in a second, and each would pay for it.
 */
export function recordWebhookCalls(
  scope: FastifyInstance,
  calls: Pick<WebhookCalls, 'add'>,
  now: () => number,
): (request: FastifyRequest, outcome: WebhookOutcome) => void {
  function note(request: FastifyRequest, verdict: Pick<Noted, 'outcome' | 'statusCode' | 'reason' | 'traceId'>): void {
    if (request.webhook === null) return
    const { instance, startedAtMs } = request.webhook
    const event = (request.body as { value?: { event?: unknown } | null } | undefined)?.value?.event
    const testId = request.headers[TEST_CALL_HEADER]
    calls.add(
      instance.record.name,
      {
        ...verdict,
        atMs: now(),
        event: typeof event === 'string' ? event.slice(0, MAX_EVENT_LENGTH) : null,
        durationMs: Math.round((performance.now() - startedAtMs) * 10) / 10,
        sizeBytes: sizeOf(request),
      },
      typeof testId === 'string' ? testId : null,
    )
  }

  scope.decorateRequest('webhook', null)
  scope.addHook('onError', (request, _reply, error, done) => {
    note(request, { ...verdictOn(error), traceId: null })
    done()
  })
  return (request, { status, turnId }) =>
    note(request, { outcome: status === 'not_allowed' ? 'blocked' : status, statusCode: 200, reason: null, traceId: turnId })
}
