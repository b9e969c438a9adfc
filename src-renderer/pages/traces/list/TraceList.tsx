import { Button } from '@mantine/core'
import { IconArrowUp, IconFilterOff, IconTimeline } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Virtuoso, type VirtuosoHandle } from 'react-virtuoso'
import { Link } from 'wouter'
import { EmptyState } from '../../../components/EmptyState.tsx'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { hubNow } from '../../../hub/hub-clock.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { isFiltered as isFilteredBy, type TraceFilters } from '../filters/address.ts'
import { splitArrivals } from './arrivals.ts'
import { tracesQuery } from './queries.ts'
import { TraceRow } from './TraceRow.tsx'
import { TracesSkeleton } from './TracesSkeleton.tsx'
import classes from './traces.module.css'

const HOUR_MS = 3_600_000
/** As many as fill a window. */
const WORTH_SHOWING = 20

function Loading({ context }: { context?: { isLoading: boolean } }) {
  const { t } = useTranslation()
  return context?.isLoading ? <p className={classes.more}>{t('loading')}</p> : null
}

interface TraceListProps {
  filters: TraceFilters
  onClear: () => void
}

/** The traces that fit; mounted again for other filters. */
export function TraceList({ filters, onClear }: TraceListProps) {
  const { t } = useTranslation('traces')
  const [since] = useState(() => (filters.within === null ? null : new Date(hubNow() - Number(filters.within) * HOUR_MS).toISOString()))
  const list = useInfiniteQuery(tracesQuery(filters, since))
  const traces = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const isFiltered = isFilteredBy(filters)
  const [seenUpTo, setSeenUpTo] = useState<string | null>(null)
  const rows = useRef<VirtuosoHandle>(null)
  const { waiting, shown } = splitArrivals(traces, seenUpTo)
  const newest = traces[0]?.receivedAt ?? null

  // What the list began with was looked at.
  useEffect(() => {
    if (newest !== null) setSeenUpTo((before) => before ?? newest)
  }, [newest])

  function showArrivals(): void {
    setSeenUpTo(newest)
    rows.current?.scrollToIndex({ index: 0 })
  }

  // A page of a rare question may come short, even empty, and say where to go on.
  const { hasNextPage, isFetching, fetchNextPage } = list
  const isShort = isFiltered && traces.length < WORTH_SHOWING && hasNextPage
  useEffect(() => {
    if (isShort && !isFetching) void fetchNextPage()
  }, [isShort, isFetching, fetchNextPage])

  if (list.isPending || (traces.length === 0 && isShort)) return <TracesSkeleton />
  if (list.isError && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  if (traces.length === 0 && isFiltered) {
    return (
      <EmptyState
        icon={IconFilterOff}
        title={t('noMatchTitle')}
        text={t('noMatchText')}
        action={
          <Button variant="default" onClick={onClear}>
            {t('clearFilters')}
          </Button>
        }
      />
    )
  }
  if (traces.length === 0) {
    return (
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
    )
  }
  return (
    <section className={classes.list} aria-label={t('listLabel')}>
      <div className={classes.columns} aria-hidden>
        <span>{t('columnOutcome')}</span>
        <span>{t('columnMessage')}</span>
        <span>{t('columnReason')}</span>
        <span className={classes.right}>{t('columnDuration')}</span>
        <span className={classes.right}>{t('columnReceived')}</span>
      </div>
      <div role="status">
        {waiting > 0 && (
          <button type="button" className={classes.arrivals} onClick={showArrivals}>
            <IconArrowUp size={14} aria-hidden />
            {t('filters.newTraces', { count: waiting })}
          </button>
        )}
      </div>
      <Virtuoso
        ref={rows}
        className={classes.rows}
        // Its rows take the focus.
        tabIndex={-1}
        data={shown}
        computeItemKey={(_index, trace) => trace.id}
        increaseViewportBy={300}
        endReached={() => {
          if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage()
        }}
        itemContent={(_index, trace) => <TraceRow trace={trace} />}
        context={{ isLoading: list.isFetchingNextPage }}
        components={{ Footer: Loading }}
      />
    </section>
  )
}
