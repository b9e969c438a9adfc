import { useQuery } from '@tanstack/react-query'
import { lazy } from 'react'
import { ErrorState } from '../../components/ErrorState.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { api } from '../../hub/client.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { HomeSkeleton } from './HomeSkeleton.tsx'
import { Overview } from './Overview.tsx'

// Needed once in the life of an installation.
const FirstRun = lazy(() => import('./FirstRun.tsx'))

export default function HomePage() {
  const { t } = useTranslation('home')
  const home = useQuery(api.system.home.queryOptions())
  if (home.data?.isFirstRun) return <FirstRun />
  return (
    <>
      <PageHeader title={t('title')} />
      {home.isPending && <HomeSkeleton />}
      {home.isError && !home.data && <ErrorState error={home.error} onRetry={() => void home.refetch()} />}
      {home.data && <Overview home={home.data} />}
    </>
  )
}
