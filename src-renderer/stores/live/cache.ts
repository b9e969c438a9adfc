import { notifyManager, type Query, type QueryClient } from '@tanstack/react-query'
import type { LiveEvent } from '../../../src-shared/contract/live.ts'
import { patchQuery } from './patch-query.ts'

const KEPT_EVENTS = 1000

function patched(query: Query, events: LiveEvent[]): unknown {
  const [path, options] = query.queryKey as [readonly string[], { input?: object } | undefined]
  return events.reduce((data: unknown, event) => patchQuery(path.join('.'), options?.input ?? {}, data, event), query.state.data)
}

function patchOne(query: Query, events: LiveEvent[]): void {
  if (query.state.data === undefined) return
  const data = patched(query, events)
  // Not `setQueryData`: that would declare an invalidated read fresh, and what was missed would stay missed.
  if (data !== query.state.data) query.setState({ data })
}

/**
 * Brings live events into what was read. A read that is under way while an event arrives may be
 * older than the event, so the events since its beginning are applied once more to its answer.
 */
export class LiveCache {
  readonly #client: QueryClient
  #events: LiveEvent[] = []
  /** The number of the first kept event. */
  #first = 0
  /** Where in the events each running read began. */
  #reads = new Map<string, number>()

  constructor(client: QueryClient) {
    this.#client = client
    client.getQueryCache().subscribe((change) => {
      if (change.type === 'removed') this.#reads.delete(change.query.queryHash)
      if (change.type !== 'updated') return
      const { queryHash } = change.query
      if (change.action.type === 'fetch') this.#reads.set(queryHash, this.#first + this.#events.length)
      if (change.action.type === 'success' && !change.action.manual) {
        const missed = this.#events.slice(Math.max(0, (this.#reads.get(queryHash) ?? Number.POSITIVE_INFINITY) - this.#first))
        this.#reads.delete(queryHash)
        if (missed.length > 0) patchOne(change.query, missed)
      }
    })
  }

  apply(events: LiveEvent[]): void {
    this.#events.push(...events)
    const surplus = this.#events.length - KEPT_EVENTS
    if (surplus > 0) {
      this.#events.splice(0, surplus)
      this.#first += surplus
    }
    notifyManager.batch(() => {
      for (const query of this.#client.getQueryCache().getAll()) patchOne(query, events)
    })
  }
}
