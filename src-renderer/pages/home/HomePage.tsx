import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StatsRange } from '../../../src-shared/contract/home.ts'
import { ErrorState } from '../../components/ErrorState.tsx'
import { PageBody } from '../../components/PageBody.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { api } from '../../hub/client.ts'
import { useUi } from '../../stores/ui.ts'
import { Attention } from './Attention.tsx'
import { Connected } from './Connected.tsx'
import { ByInstance } from './figures/ByInstance.tsx'
import { Figures } from './figures/Figures.tsx'
import { OverTime } from './figures/OverTime.tsx'
import { HomeSkeleton } from './HomeSkeleton.tsx'
import classes from './home.module.css'
import { Welcome } from './Welcome.tsx'

export default function HomePage() {
  const { t } = useTranslation('home')
  const [range, setRange] = useState<StatsRange>('24h')
  const figures = { range, instanceName: useUi((ui) => ui.instanceFilter) }
  const home = useQuery(api.system.home.queryOptions())
  return (
    <>
      <PageHeader title={t('title')} />
      {home.isPending && <HomeSkeleton />}
      {home.isError && !home.data && <ErrorState error={home.error} onRetry={() => void home.refetch()} />}
      {home.data?.isFirstRun && <Welcome />}
      {home.data && !home.data.isFirstRun && (
        <PageBody>
          <Figures query={figures} onRange={setRange} />
          <div className={classes.columns}>
            <Attention items={home.data.attention} />
            <Connected />
          </div>
          <OverTime query={figures} />
          <ByInstance query={figures} />
        </PageBody>
      )}
    </>
  )
}
