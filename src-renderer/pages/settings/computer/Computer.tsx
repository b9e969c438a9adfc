import { Alert, Skeleton, Switch } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { DesktopChange } from '../../../../src-shared/contract/desktop.ts'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { notifyProblem } from '../../../components/notify.ts'
import { Panel } from '../../../components/Panel.tsx'
import { api, hub } from '../../../hub/client.ts'
import { queryClient } from '../../../hub/query-client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from '../settings.module.css'

const SWITCHES = ['startsWithComputer', 'keepsAwake'] as const

/** What the desktop app does with the computer that it runs on. */
export function Computer() {
  const { t } = useTranslation('desktop')
  // People change it in the system, too.
  const state = useQuery(api.desktop.get.queryOptions({ staleTime: 0 }))
  const change = useMutation({
    mutationFn: (part: DesktopChange) => hub.desktop.change(part),
    onSuccess: (next) => queryClient.setQueryData(api.desktop.get.queryKey(), next),
    onError: notifyProblem,
  })
  const { data } = state
  return (
    <Panel title={t('settings.title')} text={t('settings.text')}>
      {state.isPending && <Skeleton height={96} />}
      {state.isError && !data && <ErrorState error={state.error} onRetry={() => void state.refetch()} />}
      {data && (
        <div className={classes.form}>
          {SWITCHES.map((name) => (
            <Switch
              key={name}
              label={t(`settings.${name}`)}
              description={t(`settings.${name}Text`)}
              checked={(change.isPending ? change.variables[name] : undefined) ?? data[name]}
              disabled={change.isPending}
              onChange={(event) => change.mutate({ [name]: event.currentTarget.checked })}
            />
          ))}
          {!data.hasTray && (
            <Alert color="yellow" icon={<IconInfoCircle size={18} />} title={t('settings.noTray')}>
              {t('settings.noTrayText')}
            </Alert>
          )}
        </div>
      )}
    </Panel>
  )
}
