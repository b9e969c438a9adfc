/**
 * The last calls of every instance's webhook address, for the person who sets it up and asks "does
 * anything arrive?". In memory only: it costs the accept path a few assignments, no write.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { WebhookCall } from '../../../src-shared/contract/webhooks.ts'
import { OmniError } from '../../../src-shared/errors.ts'
import { newId } from '../ids.ts'

/** Refused calls have a list of their own, so that a stranger's flood cannot push out the real ones. */
const KEPT_TAKEN = 50
const KEPT_OTHER = 20
const MAX_EVENT_LENGTH = 60

/** Marks the hub's own test calls; only ids that the hub is waiting for count. */
export const TEST_CALL_HEADER = 'x-omni-test-call'

export interface WebhookCalls {
  /** Newest first. */
  of(instanceName: string): WebhookCall[]
  add(instanceName: string, call: Omit<WebhookCall, 'id' | 'count' | 'isTest'>, testId: string | null): void
  forget(instanceName: string): void
  /** Runs one test call: `arrived` tells afterwards whether it was heard here, and how it ended. */
  expectTest(): { id: string; arrived(): WebhookCall | null; end(): void }
}

export function createWebhookCalls(): WebhookCalls {
  const taken = new Map<string, WebhookCall[]>()
  const other = new Map<string, WebhookCall[]>()
  const tests = new Map<string, WebhookCall | null>()

  return {
    of: (name) => [...(taken.get(name) ?? []), ...(other.get(name) ?? [])].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)),
    add(name, facts, testId) {
      const isTest = testId !== null && tests.has(testId)
      const call: WebhookCall = { ...facts, id: newId(), isTest, count: 1 }
      if (isTest) tests.set(testId, call)
      const isTaken = call.outcome !== 'refused' && call.outcome !== 'failed'
      const map = isTaken ? taken : other
      const list = map.get(name) ?? []
      map.set(name, list)
      const last = list[0]
      if (last !== undefined && !isTaken && last.statusCode === call.statusCode && last.reason === call.reason && last.isTest === isTest) {
        call.count = last.count + 1
        list[0] = call
        return
      }
      list.unshift(call)
      if (list.length > (isTaken ? KEPT_TAKEN : KEPT_OTHER)) list.pop()
    },
    forget(name) {
      taken.delete(name)
      other.delete(name)
    },
    expectTest() {
      const id = newId()
      tests.set(id, null)
      return { id, arrived: () => tests.get(id) ?? null, end: () => tests.delete(id) }
    },
  }
}

const sizeOf = (request: FastifyRequest): number | null => {
  const size = Number(request.headers['content-length'])
  return Number.isSafeInteger(size) && size >= 0 ? size : null
}

/** What was learned of a call on its way through the routes. */
interface Heard {
  reason: string | null
  outcome: WebhookCall['outcome'] | null
  traceId: string | null
}

/**
 * Notes every call of the scope's routes. `nameOf` gives the instance that a call is for (null: none
 * of ours, which is nobody's news); what instances are called is never taken from the caller alone.
 */
export function recordWebhookCalls(
  scope: FastifyInstance,
  calls: WebhookCalls,
  nameOf: (named: string | undefined) => string | null,
  now: () => number,
): void {
  const heard = new WeakMap<FastifyRequest, Heard>()

  scope.addHook('onError', async (request, _reply, error) => {
    const isPlain = error instanceof OmniError || (error.statusCode ?? 500) < 500
    const reason = isPlain ? error.message : 'Omni could not take it; the log says more.'
    heard.set(request, { reason, outcome: null, traceId: null })
  })
  scope.addHook('preSerialization', async (request, _reply, payload) => {
    const answer = payload as { status?: WebhookCall['outcome']; trace_id?: string | null } | null
    if (typeof answer?.status === 'string') heard.set(request, { reason: null, outcome: answer.status, traceId: answer.trace_id ?? null })
    return payload
  })
  scope.addHook('onResponse', async (request: FastifyRequest, reply: FastifyReply) => {
    const name = nameOf((request.params as { name?: string }).name)
    if (name === null) return
    const { reason, outcome, traceId } = heard.get(request) ?? { reason: null, outcome: null, traceId: null }
    const event = (request.body as { value?: { event?: unknown } | null } | undefined)?.value?.event
    const testId = request.headers[TEST_CALL_HEADER]
    calls.add(
      name,
      {
        at: new Date(now()).toISOString(),
        event: typeof event === 'string' ? event.slice(0, MAX_EVENT_LENGTH) : null,
        outcome: outcome ?? (reply.statusCode >= 500 ? 'failed' : 'refused'),
        statusCode: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
        sizeBytes: sizeOf(request),
        reason,
        traceId,
      },
      typeof testId === 'string' ? testId : null,
    )
  })
}
