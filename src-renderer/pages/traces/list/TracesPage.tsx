import { useEffect, useState } from 'react'
import { PageHeader } from '../../../components/PageHeader.tsx'
import { SearchBox } from '../../../components/SearchBox.tsx'
import { useDebounced } from '../../../components/use-debounced.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { noFilters, writeFilters } from '../filters/address.ts'
import { FilterBar } from '../filters/FilterBar.tsx'
import { useFilters } from '../filters/use-filters.ts'
import { TraceList } from './TraceList.tsx'

const SEARCH_PAUSE_MS = 250

export default function TracesPage() {
  const { t } = useTranslation('traces')
  const { filters, change } = useFilters()
  const [typed, setTyped] = useState(filters.query ?? '')
  const settled = useDebounced(typed.trim(), SEARCH_PAUSE_MS)

  // What is typed goes to the address when it stands still; Back, or a link, comes the other way.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed is written, not every change of the address.
  useEffect(() => {
    if (settled !== (filters.query ?? '')) change({ query: settled || null }, true)
  }, [settled])
  useEffect(() => setTyped((now) => (now.trim() === (filters.query ?? '') ? now : (filters.query ?? ''))), [filters.query])

  return (
    <>
      <PageHeader title={t('title')} search={<SearchBox label={t('searchPlaceholder')} value={typed} onChange={setTyped} width={260} />} />
      <FilterBar filters={filters} onChange={change} />
      <TraceList key={writeFilters(filters)} filters={filters} onClear={() => change(noFilters)} />
    </>
  )
}
