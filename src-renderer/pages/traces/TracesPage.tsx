import { Button, Select } from '@mantine/core'
import { IconFilterOff, IconTimeline } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
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
const HOUR_MS = 3_600_000
/** As many as fill a window. */
const WORTH_SHOWING = 20
const WITHIN_HOURS = ['1', '24', '168', '720'] as const
type Within = (typeof WITHIN_HOURS)[number]
const OVER_MS = ['5000', '30000', '120000'] as const
type Over = (typeof OVER_MS)[number]

export default function TracesPage() {
  const { t } = useTranslation(['traces', 'traceFilters'])
  const instanceName = useUi((ui) => ui.instanceFilter)
  const [state, setState] = useState<(typeof turnStates)[number] | null>(null)
  const [within, setWithin] = useState<{ hours: Within; from: string } | null>(null)
  const [over, setOver] = useState<Over | null>(null)
  const [search, setSearch] = useState('')
  const query = useDebounced(search.trim(), SEARCH_PAUSE_MS)
  const { data: instances } = useQuery(api.instances.list.queryOptions())
  const list = useInfiniteQuery(
    tracesQuery({ instanceName, state, query, from: within?.from ?? null, minDurationMs: over === null ? null : Number(over) }),
  )
  const traces = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const isFiltered = instanceName !== null || state !== null || query !== '' || within !== null || over !== null

  // A page of a rare question may come short, even empty, and say where to go on.
  const { hasNextPage, isFetching, fetchNextPage } = list
  const isShort = isFiltered && traces.length < WORTH_SHOWING && hasNextPage
  useEffect(() => {
    if (isShort && !isFetching) void fetchNextPage()
  }, [isShort, isFetching, fetchNextPage])

  function clear(): void {
    showInstance(null)
    setState(null)
    setWithin(null)
    setOver(null)
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
      <div className={classes.filters}>
        <Select
          size="xs"
          aria-label={t('traceFilters:when')}
          placeholder={t('traceFilters:anyTime')}
          w={170}
          clearable
          value={within?.hours ?? null}
          data={WITHIN_HOURS.map((value) => ({ value, label: t(`traceFilters:within_${value}`) }))}
          onChange={(value) => {
            const hours = WITHIN_HOURS.find((candidate) => candidate === value)
            // Fixed when it is chosen: a question that changed with the clock would be asked anew all the time.
            setWithin(hours === undefined ? null : { hours, from: new Date(Date.now() - Number(hours) * HOUR_MS).toISOString() })
          }}
        />
        <Select
          size="xs"
          aria-label={t('traceFilters:duration')}
          placeholder={t('traceFilters:anyDuration')}
          w={190}
          clearable
          value={over}
          data={OVER_MS.map((value) => ({ value, label: t(`traceFilters:over_${value}`) }))}
          onChange={(value) => setOver(OVER_MS.find((candidate) => candidate === value) ?? null)}
        />
      </div>
      {(list.isPending || (traces.length === 0 && isShort)) && <TracesSkeleton />}
      {list.isError && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && traces.length === 0 && isFiltered && !hasNextPage && (
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
