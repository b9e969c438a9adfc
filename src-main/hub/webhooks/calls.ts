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

type Noted = Omit<WebhookCall, 'id' | 'at' | 'count' | 'isTest'> & { atMs: number }
/** As it is kept: written out only for whoever looks. */
type Kept = Noted & { n: number; isTest: boolean; count: number }

export interface WebhookCalls {
  /** Newest first. */
  of(instanceName: string): WebhookCall[]
  add(instanceName: string, call: Noted, testId: string | null): void
  forget(instanceName: string): void
  /** Runs one test call: `arrived` tells afterwards whether it was heard here, and how it ended. */
  expectTest(): { id: string; arrived(): WebhookCall | null; end(): void }
}

export function createWebhookCalls(): WebhookCalls {
  const taken = new Map<string, Kept[]>()
  const other = new Map<string, Kept[]>()
  const tests = new Map<string, WebhookCall | null>()
  const run = newId()
  let added = 0

  const written = ({ n, atMs, ...facts }: Kept): WebhookCall => ({ ...facts, id: `${run}-${n}`, at: new Date(atMs).toISOString() })

  return {
    of: (name) => [...(taken.get(name) ?? []), ...(other.get(name) ?? [])].sort((a, b) => b.atMs - a.atMs || b.n - a.n).map(written),
    add(name, facts, testId) {
      const isTest = testId !== null && tests.has(testId)
      added += 1
      const call: Kept = { ...facts, n: added, isTest, count: 1 }
      if (isTest) tests.set(testId, written(call))
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

  // With callbacks: every call goes through here, and a promise each adds up.
  scope.addHook('onError', (request, _reply, error, done) => {
    const isPlain = error instanceof OmniError || (error.statusCode ?? 500) < 500
    const reason = isPlain ? error.message : 'Omni could not take it; the log says more.'
    heard.set(request, { reason, outcome: null, traceId: null })
    done()
  })
  scope.addHook('preSerialization', (request, _reply, payload, done) => {
    const answer = payload as { status?: WebhookCall['outcome']; trace_id?: string | null } | null
    if (typeof answer?.status === 'string') heard.set(request, { reason: null, outcome: answer.status, traceId: answer.trace_id ?? null })
    done(null, payload)
  })
  scope.addHook('onResponse', (request, reply, done) => {
    note(request, reply)
    done()
  })

  function note(request: FastifyRequest, reply: FastifyReply): void {
    const name = nameOf((request.params as { name?: string }).name)
    if (name === null) return
    const { reason, outcome, traceId } = heard.get(request) ?? { reason: null, outcome: null, traceId: null }
    const event = (request.body as { value?: { event?: unknown } | null } | undefined)?.value?.event
    const testId = request.headers[TEST_CALL_HEADER]
    calls.add(
      name,
      {
        atMs: now(),
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
  }
}
