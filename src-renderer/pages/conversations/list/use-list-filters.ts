import { useEffect, useMemo } from 'react'
import { useLocation, useSearch } from 'wouter'
import { showInstance, useUi } from '../../../stores/ui.ts'
import { type ListFilters, readFilters, writeFilters } from './filters.ts'

/**
 * The filters of the list, which are in the address; but for the instance, which every page of the
 * panel shares: an address that names one chooses it.
 */
export function useListFilters(): { filters: ListFilters; query: string; change: (filters: Partial<ListFilters>) => void } {
  const search = useSearch()
  const [path, navigate] = useLocation()
  const instanceName = useUi((ui) => ui.instanceFilter)
  const asked = useMemo(() => readFilters(search), [search])
  useEffect(() => {
    if (asked.instanceName !== null) showInstance(asked.instanceName)
  }, [asked.instanceName])
  const filters = useMemo(() => ({ ...asked, instanceName }), [asked, instanceName])
  return {
    filters,
    query: writeFilters(filters),
    change(part) {
      if (part.instanceName !== undefined) showInstance(part.instanceName)
      navigate(`${path}${writeFilters({ ...filters, ...part })}`, { replace: true })
    },
  }
}
