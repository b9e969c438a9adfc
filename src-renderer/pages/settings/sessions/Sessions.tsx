import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { Panel } from '../../../components/Panel.tsx'
import { api } from '../../../hub/client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from '../settings.module.css'
import { SessionRow } from './SessionRow.tsx'

export function Sessions() {
  const { t } = useTranslation('settings')
  const sessions = useQuery(api.system.sessions.list.queryOptions())
  return (
    <Panel title={t('sessions.title')} text={t('sessions.text')}>
      {sessions.isPending && <Skeleton height={72} />}
      {sessions.isError && !sessions.data && <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />}
      {sessions.data?.length === 0 && <p className={classes.none}>{t('sessions.none')}</p>}
      {sessions.data && sessions.data.length > 0 && (
        <ul className={classes.keys} aria-label={t('sessions.title')}>
          {sessions.data.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </ul>
      )}
    </Panel>
  )
}
