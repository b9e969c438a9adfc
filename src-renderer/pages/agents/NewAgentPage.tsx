import { ActionIcon, Skeleton } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link } from 'wouter'
import { useGoOn } from '../../app/navigation/use-go-on.ts'
import { NewAgent } from '../../components/agent/NewAgent.tsx'
import { useAgents } from '../../components/agent/queries.ts'
import { ErrorState } from '../../components/ErrorState.tsx'
import { notifyDone } from '../../components/notify.ts'
import { PageBody } from '../../components/PageBody.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { useTranslation } from '../../i18n/use-translation.ts'
import classes from './agents.module.css'

export default function NewAgentPage() {
  const { t } = useTranslation('agents')
  const goOn = useGoOn()
  const { types, error, retry } = useAgents()
  return (
    <>
      <PageHeader
        title={t('newTitle')}
        before={
          <ActionIcon component={Link} href="/agents" aria-label={t('backToList')}>
            <IconArrowLeft size={18} />
          </ActionIcon>
        }
      />
      <PageBody width={720}>
        {error !== null && <ErrorState error={error} onRetry={retry} />}
        {error === null && !types && <Skeleton height={320} radius={12} />}
        {types && (
          <div className={classes.card}>
            <NewAgent
              types={types}
              onCreated={(profile) => {
                notifyDone(t('created', { name: profile.name }))
                goOn(`/agents/${profile.id}`)
              }}
            />
          </div>
        )}
      </PageBody>
    </>
  )
}
