import { Skeleton } from '@mantine/core'
import { useTranslation } from '../../i18n/use-translation.ts'

export function AccessSkeleton() {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('loading')} style={{ display: 'contents' }}>
      <Skeleton height={150} radius={12} />
      <Skeleton height={220} radius={12} />
      <Skeleton height={140} radius={12} />
    </div>
  )
}
