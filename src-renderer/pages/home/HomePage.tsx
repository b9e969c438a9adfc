import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../components/ErrorState.tsx'
import { PageBody } from '../../components/PageBody.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { api } from '../../hub/client.ts'
import { Attention } from './Attention.tsx'
import { Connected } from './Connected.tsx'
import { HomeSkeleton } from './HomeSkeleton.tsx'
import classes from './home.module.css'
import { Today } from './Today.tsx'
import { Welcome } from './Welcome.tsx'

export default function HomePage() {
  const { t } = useTranslation('home')
  const home = useQuery(api.system.home.queryOptions())
  return (
    <>
      <PageHeader title={t('title')} />
      {home.isPending && <HomeSkeleton />}
      {home.isError && !home.data && <ErrorState error={home.error} onRetry={() => void home.refetch()} />}
      {home.data?.isFirstRun && <Welcome />}
      {home.data && !home.data.isFirstRun && (
        <PageBody>
          <Today today={home.data.today} />
          <div className={classes.columns}>
            <Attention items={home.data.attention} />
            <Connected />
          </div>
        </PageBody>
      )}
    </>
  )
}
