import { Skeleton } from '@mantine/core'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './card.module.css'

export function CardSkeletons() {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('loading')} className={classes.cards}>
      {['a', 'b', 'c'].map((card) => (
        <Skeleton key={card} height={214} radius={12} />
      ))}
    </div>
  )
}
