import { keepPreviousData } from '@tanstack/react-query'
import type { StatsRange } from '../../../../src-shared/contract/home.ts'
import { api } from '../../../hub/client.ts'

export interface FiguresQuery {
  range: StatsRange
  instanceName: string | null
}

/** By the clock of this machine. The numbers of the last choice stay until those of the new one are there. */
export function figuresQuery({ range, instanceName }: FiguresQuery) {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return api.home.stats.queryOptions({
    input: { range, timeZone, instanceName: instanceName ?? undefined },
    placeholderData: keepPreviousData,
  })
}
