import { SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { statsRangeSchema } from '../../../../src-shared/contract/home.ts'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { durationText } from '../../../format/number.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { useCounters } from '../../../stores/live/use-counters.ts'
import classes from './figures.module.css'
import { Numbers } from './Numbers.tsx'
import { NumbersSkeleton } from './NumbersSkeleton.tsx'
import { type FiguresQuery, figuresQuery } from './query.ts'
import { Spent } from './Spent.tsx'

/** From this age on a queue is worth a word: bursts are gathered for a second or two anyway. */
const QUEUE_WORTH_SAYING_MS = 30_000

interface FiguresProps {
  query: FiguresQuery
  onRange: (range: FiguresQuery['range']) => void
}

/** The numbers of a period, and the choice of the period. */
export function Figures({ query, onRange }: FiguresProps) {
  const { t } = useTranslation('home')
  const locale = useLocale()
  const counters = useCounters()
  const stats = useQuery(figuresQuery(query))
  return (
    <section aria-label={t('stats.figures')}>
      <div className={classes.head}>
        <p className={classes.caption}>{query.instanceName ?? t('stats.figures')}</p>
        <SegmentedControl
          size="xs"
          aria-label={t('stats.range')}
          value={query.range}
          data={statsRangeSchema.options.map((value) => ({ value, label: t(`stats.range_${value}`) }))}
          onChange={onRange}
        />
      </div>
      {stats.isPending && <NumbersSkeleton />}
      {stats.isError && !stats.data && <ErrorState error={stats.error} onRetry={() => void stats.refetch()} />}
      {stats.data && <Numbers total={stats.data.total} previous={stats.data.previous} range={query.range} />}
      <Spent instanceName={query.instanceName} />
      {stats.data && !stats.data.isComplete && (
        <p className={classes.note} role="status">
          {t('stats.counting')}
        </p>
      )}
      {counters && counters.oldestQueuedMs >= QUEUE_WORTH_SAYING_MS && (
        <p className={classes.queue} role="status">
          {t('queued', { count: counters.queueDepth, duration: durationText(counters.oldestQueuedMs, locale) })}
        </p>
      )}
    </section>
  )
}
