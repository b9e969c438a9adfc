import { Alert, Button, Skeleton } from '@mantine/core'
import { IconArchiveOff, IconDatabaseExport } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { BackupState } from '../../../../../src-shared/contract/backups.ts'
import { ErrorState } from '../../../../components/ErrorState.tsx'
import { LoadedList } from '../../../../components/LoadedList.tsx'
import { notifyDone, notifyProblem } from '../../../../components/notify.ts'
import { Panel } from '../../../../components/Panel.tsx'
import { TimeText } from '../../../../components/TimeText.tsx'
import { sizeText } from '../../../../format/number.ts'
import { dayAndTime } from '../../../../format/time.ts'
import { api } from '../../../../hub/client.ts'
import { hubText } from '../../../../i18n/hub-text.ts'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import classes from '../storage.module.css'
import { BackupPlanForm } from './BackupPlanForm.tsx'
import { BackupRow } from './BackupRow.tsx'
import { HowToRestore } from './HowToRestore.tsx'
import { refreshBackups } from './refresh.ts'

export function Backups() {
  const { t } = useTranslation('settings')
  const backups = useQuery(api.backups.list.queryOptions({ staleTime: 0 }))
  const state = useQuery(api.backups.state.queryOptions({ staleTime: 0 }))
  const create = useMutation(
    api.backups.create.mutationOptions({
      onSuccess: () => {
        notifyDone(t('storage.backupMade'))
        return refreshBackups()
      },
      onError: notifyProblem,
    }),
  )
  return (
    <>
      <Panel
        title={t('storage.backups')}
        text={t('storage.backupsText')}
        action={
          <Button
            variant="default"
            leftSection={<IconDatabaseExport size={16} aria-hidden />}
            loading={create.isPending || state.data?.isMaking === true}
            onClick={() => create.mutate(undefined)}
          >
            {t('storage.makeBackup')}
          </Button>
        }
      >
        {state.data && <Standing state={state.data} />}
        <LoadedList query={backups} height={72} none={t('storage.noBackups')}>
          {(items) => (
            <ul className={classes.backups} aria-label={t('storage.backups')}>
              {items.map((backup) => (
                <BackupRow key={backup.name} backup={backup} />
              ))}
            </ul>
          )}
        </LoadedList>
        <HowToRestore />
      </Panel>
      {state.isPending && <Skeleton height={220} radius={12} />}
      {state.isError && !state.data && <ErrorState error={state.error} onRetry={() => void state.refetch()} />}
      {state.data && <BackupPlanForm state={state.data} />}
    </>
  )
}

/** Which one is sure to open, and what stands in the way of the next. */
function Standing({ state: { lastGood, failure, nextAt } }: { state: BackupState }) {
  const { t } = useTranslation('settings')
  const locale = useLocale()
  return (
    <>
      {failure && (
        <Alert mb="md" color="red" icon={<IconArchiveOff size={18} />} title={t('storage.backupFailed')}>
          {hubText(failure.message)}
          <TimeText iso={failure.at} className={classes.failedAt} />
        </Alert>
      )}
      {lastGood && (
        <p className={classes.lastGood} role="status">
          {t('storage.lastGood')} <TimeText iso={lastGood.createdAt} /> ·{' '}
          <span className="num">{sizeText(lastGood.sizeBytes, locale)}</span>
          {nextAt && (
            <>
              {' '}
              · {t('storage.nextBackup')} <span className="num">{dayAndTime(nextAt, locale)}</span>
            </>
          )}
        </p>
      )}
    </>
  )
}
