import { useQuery } from '@tanstack/react-query'
import type { Counters } from '../../../src-shared/contract/live.ts'
import { api } from '../../hub/client.ts'
import { useLive } from './store.ts'

/** The live counters; until the first of them changes, those that were read. */
export function useCounters(): Counters | null {
  const live = useLive((state) => state.counters)
  const { data } = useQuery(api.system.home.queryOptions())
  return live ?? data?.counters ?? null
}
