import type { TurnState } from '../../../src-shared/contract/traces.ts'
import { api } from '../../hub/client.ts'

export interface TraceFilters {
  instanceName: string | null
  state: TurnState | null
  query: string
}

export function tracesQuery({ instanceName, state, query }: TraceFilters) {
  return api.traces.list.infiniteOptions({
    input: (before: string | undefined) => ({
      before,
      instanceName: instanceName ?? undefined,
      states: state === null ? undefined : [state],
      query: query || undefined,
      limit: 50,
    }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextBefore ?? undefined,
  })
}
