import { Skeleton } from '@mantine/core'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './thread.module.css'

const BUBBLES = [
  { id: 'a', side: 'start', width: '46%', height: 44 },
  { id: 'b', side: 'end', width: '58%', height: 64 },
  { id: 'c', side: 'start', width: '34%', height: 44 },
  { id: 'd', side: 'end', width: '42%', height: 44 },
]

export function ThreadSkeleton() {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('loading')} className={classes.skeleton}>
      {BUBBLES.map((bubble) => (
        <Skeleton key={bubble.id} radius={14} height={bubble.height} width={bubble.width} style={{ alignSelf: bubble.side }} />
      ))}
    </div>
  )
}
