import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { PageBody } from '../../components/PageBody.tsx'
import classes from './home.module.css'

export function HomeSkeleton() {
  const { t } = useTranslation()
  return (
    <PageBody>
      <div role="status" aria-label={t('loading')} style={{ display: 'contents' }}>
        <div className={classes.numbers}>
          {['a', 'b', 'c', 'd'].map((tile) => (
            <Skeleton key={tile} height={92} radius={12} />
          ))}
        </div>
        <div className={classes.columns}>
          <Skeleton height={240} radius={12} />
          <Skeleton height={240} radius={12} />
        </div>
      </div>
    </PageBody>
  )
}
