import { Button, Select } from '@mantine/core'
import { IconFilterOff, IconTimeline } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Virtuoso } from 'react-virtuoso'
import { Link } from 'wouter'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorState } from '../../components/ErrorState.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { SearchBox } from '../../components/SearchBox.tsx'
import { useDebounced } from '../../components/use-debounced.ts'
import { api } from '../../hub/client.ts'
import { showInstance, useUi } from '../../stores/ui.ts'
import { tracesQuery } from './queries.ts'
import { TraceRow } from './TraceRow.tsx'
import { TracesSkeleton } from './TracesSkeleton.tsx'
import classes from './traces.module.css'
import { turnStates } from './turn-states.ts'

const SEARCH_PAUSE_MS = 250

export default function TracesPage() {
  const { t } = useTranslation('traces')
  const instanceName = useUi((ui) => ui.instanceFilter)
  const [state, setState] = useState<(typeof turnStates)[number] | null>(null)
  const [search, setSearch] = useState('')
  const query = useDebounced(search.trim(), SEARCH_PAUSE_MS)
  const { data: instances } = useQuery(api.instances.list.queryOptions())
  const list = useInfiniteQuery(tracesQuery({ instanceName, state, query }))
  const traces = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const isFiltered = instanceName !== null || state !== null || query !== ''

  function clear(): void {
    showInstance(null)
    setState(null)
    setSearch('')
  }

  return (
    <>
      <PageHeader
        title={t('title')}
        search={<SearchBox label={t('searchPlaceholder')} value={search} onChange={setSearch} width={240} />}
        action={
          <>
            <Select
              aria-label={t('filterInstance')}
              placeholder={t('anyInstance')}
              w={160}
              clearable
              value={instanceName}
              data={instances?.map((instance) => instance.name) ?? []}
              onChange={showInstance}
            />
            <Select
              aria-label={t('filterState')}
              placeholder={t('anyState')}
              w={160}
              clearable
              value={state}
              data={turnStates.map((value) => ({ value, label: t(`state_${value}`) }))}
              onChange={(value) => setState(turnStates.find((candidate) => candidate === value) ?? null)}
            />
          </>
        }
      />
      {list.isPending && <TracesSkeleton />}
      {list.isError && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && traces.length === 0 && isFiltered && (
        <EmptyState
          icon={IconFilterOff}
          title={t('noMatchTitle')}
          text={t('noMatchText')}
          action={
            <Button variant="default" onClick={clear}>
              {t('clearFilters')}
            </Button>
          }
        />
      )}
      {list.data && traces.length === 0 && !isFiltered && (
        <EmptyState
          icon={IconTimeline}
          title={t('noneTitle')}
          text={t('noneText')}
          action={
            <Button component={Link} href="/conversations" variant="default">
              {t('tryIt')}
            </Button>
          }
        />
      )}
      {traces.length > 0 && (
        <section className={classes.list} aria-label={t('listLabel')}>
          <div className={classes.columns} aria-hidden>
            <span>{t('columnOutcome')}</span>
            <span>{t('columnMessage')}</span>
            <span>{t('columnReason')}</span>
            <span className={classes.right}>{t('columnDuration')}</span>
            <span className={classes.right}>{t('columnReceived')}</span>
          </div>
          <Virtuoso
            className={classes.rows}
            data={traces}
            computeItemKey={(_index, trace) => trace.id}
            increaseViewportBy={300}
            endReached={() => {
              if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage()
            }}
            itemContent={(_index, trace) => <TraceRow trace={trace} />}
          />
        </section>
      )}
    </>
  )
}
