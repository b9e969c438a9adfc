/**
 * The last calls of every instance's webhook address, for the person who sets it up and asks "does
 * anything arrive?". In memory only: it costs the accept path a few assignments, no write.
 */
import type { WebhookCall } from '../../../../src-shared/contract/webhooks.ts'
import { newId } from '../../runtime/ids.ts'

/** Refused calls have a list of their own, so that a stranger's flood cannot push out the real ones. */
const KEPT_TAKEN = 50
const KEPT_OTHER = 20

/** Marks the hub's own test calls; only ids that the hub is waiting for count. */
export const TEST_CALL_HEADER = 'x-omni-test-call'

export type Noted = Omit<WebhookCall, 'id' | 'at' | 'count' | 'isTest'> & { atMs: number }
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
    of: (name) =>
      [...(taken.get(name) ?? []).slice(-KEPT_TAKEN), ...(other.get(name) ?? []).slice(-KEPT_OTHER)]
        .sort((a, b) => b.atMs - a.atMs || b.n - a.n)
        .map(written),
    add(name, facts, testId) {
      const isTest = testId !== null && tests.has(testId)
      added += 1
      const call: Kept = { ...facts, n: added, isTest, count: 1 }
      if (isTest) tests.set(testId, written(call))
      const isTaken = call.outcome !== 'refused' && call.outcome !== 'failed'
      const map = isTaken ? taken : other
      const list = map.get(name) ?? []
      map.set(name, list)
      const last = list.at(-1)
      if (last !== undefined && !isTaken && last.statusCode === call.statusCode && last.reason === call.reason && last.isTest === isTest) {
        call.count = last.count + 1
        list[list.length - 1] = call
        return
      }
      list.push(call)
      // Not one by one: in a rush every call would move all the others.
      const kept = isTaken ? KEPT_TAKEN : KEPT_OTHER
      if (list.length >= 2 * kept) list.splice(0, list.length - kept)
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
