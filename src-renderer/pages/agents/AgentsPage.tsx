import { Button, Skeleton } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from 'wouter'
import { useAgents } from '../../components/agent/queries.ts'
import { ErrorState } from '../../components/ErrorState.tsx'
import { PageBody } from '../../components/PageBody.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { useTranslation } from '../../i18n/use-translation.ts'
import { AgentRow } from './AgentRow.tsx'
import classes from './agents.module.css'
import { Prices } from './Prices.tsx'

/** Everyone who can answer: how each is doing, and which accounts use it. */
export default function AgentsPage() {
  const { t } = useTranslation(['agents', 'common'])
  const { profiles, types, error, retry } = useAgents()
  return (
    <>
      <PageHeader
        title={t('title')}
        action={
          <Button component={Link} href="/agents/new" leftSection={<IconPlus size={16} aria-hidden />}>
            {t('newAgent')}
          </Button>
        }
      />
      <PageBody>
        {error !== null && <ErrorState error={error} onRetry={retry} />}
        {error === null && (!profiles || !types) && (
          <div role="status" aria-label={t('common:loading')} className={classes.list}>
            {[1, 2, 3].map((key) => (
              <Skeleton key={key} height={84} radius={12} />
            ))}
          </div>
        )}
        {profiles && types && (
          <ul className={classes.list} aria-label={t('listLabel')}>
            {profiles.map((profile) => (
              <li key={profile.id}>
                <AgentRow profile={profile} type={types.find(({ kind }) => kind === profile.kind)} />
              </li>
            ))}
          </ul>
        )}
        {profiles && types && <Prices />}
      </PageBody>
    </>
  )
}
