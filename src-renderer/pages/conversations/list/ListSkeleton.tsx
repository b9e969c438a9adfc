import { Skeleton } from '@mantine/core'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './list.module.css'

const ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g']

export function ListSkeleton() {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('loading')} className={classes.rows}>
      {ROWS.map((row) => (
        <div key={row} className={classes.row}>
          <Skeleton circle height={36} width={36} />
          <span className={classes.lines}>
            <Skeleton height={12} width="55%" mt={3} />
            <Skeleton height={10} width="85%" mt={10} />
          </span>
        </div>
      ))}
    </div>
  )
}
