import { Skeleton } from '@mantine/core'
import { PageBody } from '../../components/PageBody.tsx'
import { useTranslation } from '../../i18n/use-translation.ts'
import { NumbersSkeleton } from './figures/NumbersSkeleton.tsx'
import classes from './home.module.css'

export function HomeSkeleton() {
  const { t } = useTranslation()
  return (
    <PageBody>
      <div role="status" aria-label={t('loading')} style={{ display: 'contents' }}>
        <Skeleton height={30} width={190} ml="auto" mb={-6} radius={8} />
        <NumbersSkeleton />
        <div className={classes.columns}>
          <Skeleton height={240} radius={12} />
          <Skeleton height={240} radius={12} />
        </div>
      </div>
    </PageBody>
  )
}
