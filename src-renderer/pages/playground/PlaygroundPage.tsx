import { Button, Skeleton, Tabs } from '@mantine/core'
import { IconPlugConnected, IconShieldCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from 'wouter'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorState } from '../../components/ErrorState.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { api } from '../../hub/client.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Examples } from './examples/Examples.tsx'
import classes from './playground.module.css'
import { Replay } from './replay/Replay.tsx'
import { Talk } from './talk/Talk.tsx'

const TABS = ['talk', 'examples', 'replay'] as const

/** Trying out who answers, before customers do. */
export default function PlaygroundPage({ tab, id }: { tab: string; id: string | null }) {
  const { t } = useTranslation('playground')
  const [, navigate] = useLocation()
  const instances = useQuery(api.instances.list.queryOptions())
  const current = TABS.find((candidate) => candidate === tab) ?? 'talk'
  return (
    <>
      <PageHeader
        title={t('title')}
        note={
          <span className={classes.promise}>
            <IconShieldCheck size={15} aria-hidden />
            {t('nothingIsSent')}
          </span>
        }
      />
      <Tabs value={current} keepMounted={false} className={classes.tabs} onChange={(next) => navigate(`/playground/${next ?? 'talk'}`)}>
        <Tabs.List className={classes.tabList} aria-label={t('title')}>
          {TABS.map((candidate) => (
            <Tabs.Tab key={candidate} value={candidate}>
              {t(`tab_${candidate}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={current} className={classes.panel}>
          {instances.isPending && <Skeleton height={64} m={24} w="auto" />}
          {instances.isError && !instances.data && <ErrorState error={instances.error} onRetry={() => void instances.refetch()} />}
          {instances.data?.length === 0 && (
            <EmptyState
              icon={IconPlugConnected}
              title={t('noInstanceTitle')}
              text={t('noInstanceText')}
              action={
                <Button component={Link} href="/instances/new">
                  {t('connect')}
                </Button>
              }
            />
          )}
          {instances.data && instances.data.length > 0 && (
            <>
              {current === 'talk' && <Talk instances={instances.data} />}
              {current === 'examples' && <Examples instances={instances.data} />}
              {current === 'replay' && <Replay instances={instances.data} conversationId={id} />}
            </>
          )}
        </Tabs.Panel>
      </Tabs>
    </>
  )
}
