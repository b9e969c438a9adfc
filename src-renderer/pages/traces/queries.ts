import type { TurnState } from '../../../src-shared/contract/traces.ts'
import { api } from '../../hub/client.ts'

export interface TraceFilters {
  instanceName: string | null
  state: TurnState | null
  query: string
  /** ISO 8601; received no earlier. */
  from: string | null
  minDurationMs: number | null
}

export function tracesQuery({ instanceName, state, query, from, minDurationMs }: TraceFilters) {
  return api.traces.list.infiniteOptions({
    input: (before: string | undefined) => ({
      before,
      instanceName: instanceName ?? undefined,
      states: state === null ? undefined : [state],
      query: query || undefined,
      from: from ?? undefined,
      minDurationMs: minDurationMs ?? undefined,
      limit: 50,
    }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextBefore ?? undefined,
  })
}
