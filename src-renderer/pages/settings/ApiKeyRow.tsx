import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiKey } from '../../../src-shared/contract/system.ts'
import { notifyProblem } from '../../components/notify.ts'
import { TimeText } from '../../components/TimeText.tsx'
import { TypedConfirm } from '../../components/TypedConfirm.tsx'
import { useAccountName } from '../../components/use-account-name.ts'
import { api } from '../../hub/client.ts'
import { queryClient } from '../../hub/query-client.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import classes from './settings.module.css'

export function ApiKeyRow({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useTranslation('settings')
  const accountName = useAccountName()
  const [isRevoking, setRevoking] = useState(false)
  const revoke = useMutation(
    api.system.apiKeys.revoke.mutationOptions({
      onSuccess: () => {
        setRevoking(false)
        return queryClient.invalidateQueries({ queryKey: api.system.apiKeys.key() })
      },
      onError: notifyProblem,
    }),
  )
  const { id, name, prefix, scope, instanceNames, lastUsedAt } = apiKey
  const names = instanceNames?.map(accountName).join(', ')
  const covered = names === undefined ? t('keyInstancesAll') : names || t('keyInstancesGone')
  return (
    <li className={classes.key}>
      <div className={classes.keyLines}>
        <span className={classes.keyName}>
          {name} <code className={classes.prefix}>{prefix}…</code>
        </span>
        <span className={classes.keyFacts}>
          {t(`scope_${scope}`)} · {covered} ·{' '}
          {lastUsedAt ? (
            <>
              {t('lastUsed')} <TimeText iso={lastUsedAt} />
            </>
          ) : (
            t('neverUsed')
          )}
        </span>
      </div>
      <Button variant="default" size="compact-md" aria-label={t('revokeKey', { name })} onClick={() => setRevoking(true)}>
        {t('revoke')}
      </Button>
      <TypedConfirm
        isOpen={isRevoking}
        title={t('revokeTitle', { name })}
        text={t('revokeText')}
        word={name}
        action={t('revoke')}
        isPending={revoke.isPending}
        onConfirm={() => revoke.mutate({ id })}
        onClose={() => setRevoking(false)}
      />
    </li>
  )
}
