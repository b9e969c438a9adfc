import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { PanelSession } from '../../../../src-shared/contract/system.ts'
import { notifyProblem } from '../../../components/notify.ts'
import { TimeText } from '../../../components/TimeText.tsx'
import { api } from '../../../hub/client.ts'
import { queryClient } from '../../../hub/query-client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from '../settings.module.css'
import { browserName } from './browser-name.ts'

export function SessionRow({ session }: { session: PanelSession }) {
  const { t } = useTranslation('settings')
  const { id, userAgent, createdAt, lastUsedAt, isCurrent } = session
  const name = browserName(userAgent) ?? t('sessions.unknown')
  const end = useMutation(
    api.system.sessions.end.mutationOptions({
      // The connection ends with the session; the login page says how to come back.
      onSuccess: () => (isCurrent ? window.location.reload() : queryClient.invalidateQueries({ queryKey: api.system.sessions.key() })),
      onError: (error) => (isCurrent ? window.location.reload() : notifyProblem(error)),
    }),
  )
  return (
    <li className={classes.key}>
      <div className={classes.keyLines}>
        <span className={classes.keyName}>{isCurrent ? t('sessions.thisOne', { name }) : name}</span>
        <span className={classes.keyFacts}>
          {t('sessions.lastUsed')} <TimeText iso={lastUsedAt} /> · {t('sessions.signedIn')} <TimeText iso={createdAt} />
        </span>
      </div>
      <Button
        variant="default"
        size="compact-md"
        aria-label={isCurrent ? t('sessions.signOut') : t('sessions.endNamed', { name })}
        loading={end.isPending}
        onClick={() => end.mutate({ id })}
      >
        {isCurrent ? t('sessions.signOut') : t('sessions.end')}
      </Button>
    </li>
  )
}
