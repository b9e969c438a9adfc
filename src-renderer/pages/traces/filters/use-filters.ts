import { useCallback, useEffect, useMemo, useRef } from 'react'
import { useLocation, useSearch } from 'wouter'
import { showInstance, useUi } from '../../../stores/ui.ts'
import { readFilters, type TraceFilters, writeFilters } from './address.ts'

/**
 * The filters as the address has them. Choosing one is a step that Back takes back; typing replaces.
 * The instance is the one that the whole panel shows, so both follow each other.
 */
export function useFilters() {
  const search = useSearch()
  const [, navigate] = useLocation()
  const filters = useMemo(() => readFilters(search), [search])
  const shown = useUi((ui) => ui.instanceFilter)

  const change = useCallback(
    (part: Partial<TraceFilters>, isTyping = false) => {
      const next = writeFilters({ ...filters, ...part })
      if (next !== writeFilters(filters)) navigate(next === '' ? '/traces' : `/traces?${next}`, { replace: isTyping })
    },
    [filters, navigate],
  )

  const isFirst = useRef(true)
  const before = useRef({ shown, instance: filters.instance })
  useEffect(() => {
    const { instance } = filters
    const was = before.current
    before.current = { shown, instance }
    if (shown === instance) {
      isFirst.current = false
      return
    }
    // A link says which instance it is about; a bare address shows what the panel shows.
    if (isFirst.current ? instance !== null : instance !== was.instance) showInstance(instance)
    else change({ instance: shown }, true)
    isFirst.current = false
  }, [filters, shown, change])

  return { filters, change }
}
