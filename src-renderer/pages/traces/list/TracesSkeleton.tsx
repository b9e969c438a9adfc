import { Skeleton } from '@mantine/core'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './traces.module.css'

export function TracesSkeleton() {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('loading')}>
      {['a', 'b', 'c', 'd', 'e', 'f'].map((row) => (
        <div key={row} className={classes.row}>
          <Skeleton height={12} width={90} />
          <Skeleton height={12} width="70%" />
          <Skeleton height={12} width="80%" />
          <Skeleton height={12} width={50} />
          <Skeleton height={12} width={60} />
        </div>
      ))}
    </div>
  )
}
