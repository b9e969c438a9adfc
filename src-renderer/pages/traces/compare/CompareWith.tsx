import { Modal, Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Trace } from '../../../../src-shared/contract/traces.ts'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { SearchBox } from '../../../components/SearchBox.tsx'
import { TimeText } from '../../../components/TimeText.tsx'
import { useDebounced } from '../../../components/use-debounced.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { noFilters } from '../filters/address.ts'
import { tracesQuery } from '../list/queries.ts'
import { TraceState } from '../TraceState.tsx'
import classes from './compare.module.css'

const SEARCH_PAUSE_MS = 250
const SHOWN = 30

interface CompareWithProps {
  isOpen: boolean
  trace: Trace
  onClose: () => void
}

/** Chooses the trace to compare with: the latest of the same instance, or one that is searched for. */
export function CompareWith({ isOpen, trace, onClose }: CompareWithProps) {
  const { t } = useTranslation(['traces', 'common'])
  const [search, setSearch] = useState('')
  const query = useDebounced(search.trim(), SEARCH_PAUSE_MS)
  const list = useInfiniteQuery({
    ...tracesQuery({ ...noFilters, query: query || null, instance: query ? null : trace.instanceName }, null),
    enabled: isOpen,
  })
  const others = (list.data?.pages.flatMap((page) => page.items) ?? []).filter(({ id }) => id !== trace.id).slice(0, SHOWN)
  return (
    <Modal opened={isOpen} onClose={onClose} size={640} title={t('compare.choose')} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <SearchBox label={t('searchPlaceholder')} value={search} onChange={setSearch} />
      {list.isPending && <Skeleton height={160} mt={12} />}
      {list.isError && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && others.length === 0 && <p className={classes.none}>{t('compare.none')}</p>}
      <ul className={classes.others} aria-label={t('compare.choose')}>
        {others.map(({ id, state, isHandedOver, contactName, messagePreview, receivedAt }) => (
          <li key={id}>
            <Link href={`/traces/${trace.id}/with/${id}`} className={classes.other}>
              <TraceState of={{ state, isHandedOver }} />
              <span className={classes.line}>
                <strong>{contactName ?? t('unknownContact')}</strong> {messagePreview}
              </span>
              <TimeText iso={receivedAt} className={classes.time} />
            </Link>
          </li>
        ))}
      </ul>
    </Modal>
  )
}
