import { ActionIcon, Button, Skeleton } from '@mantine/core'
import { IconArrowLeft, IconRobotOff } from '@tabler/icons-react'
import { Link } from 'wouter'
import { useGoOn } from '../../app/navigation/use-go-on.ts'
import { useAgents } from '../../components/agent/queries.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorState } from '../../components/ErrorState.tsx'
import { PageBody } from '../../components/PageBody.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { hubText } from '../../i18n/hub-text.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { AgentMenu } from './AgentMenu.tsx'
import { AgentSettings } from './AgentSettings.tsx'
import { Health } from './Health.tsx'
import { UsedBy } from './UsedBy.tsx'

export default function AgentPage({ id }: { id: string }) {
  const { t } = useTranslation('agents')
  const goOn = useGoOn()
  const { profiles, types, error, retry } = useAgents()
  const profile = profiles?.find((one) => one.id === id)
  const type = types?.find(({ kind }) => kind === profile?.kind)
  if (profiles && !profile) {
    return (
      <EmptyState
        isPage
        icon={IconRobotOff}
        title={t('goneTitle')}
        text={t('goneText')}
        action={
          <Button component={Link} href="/agents" variant="default">
            {t('backToList')}
          </Button>
        }
      />
    )
  }
  return (
    <>
      <PageHeader
        title={profile ? hubText(profile.name) : t('title')}
        before={
          <ActionIcon component={Link} href="/agents" aria-label={t('backToList')}>
            <IconArrowLeft size={18} />
          </ActionIcon>
        }
        action={profile && <AgentMenu profile={profile} onDeleted={() => goOn('/agents')} />}
      />
      <PageBody isForm>
        {error !== null && <ErrorState error={error} onRetry={retry} />}
        {error === null && (!profile || !types) && <Skeleton height={320} radius={12} />}
        {profile && types && (
          <>
            <AgentSettings profile={profile} type={type} />
            <Health health={profile.health} />
            <UsedBy profile={profile} />
          </>
        )}
      </PageBody>
    </>
  )
}
