import { useQuery } from '@tanstack/react-query'
import { LoadedList } from '../../../components/LoadedList.tsx'
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
      <LoadedList query={sessions} height={72} none={t('sessions.none')}>
        {(items) => (
          <ul className={classes.keys} aria-label={t('sessions.title')}>
            {items.map((session) => (
              <SessionRow key={session.id} session={session} />
            ))}
          </ul>
        )}
      </LoadedList>
    </Panel>
  )
}
