import { Button } from '@mantine/core'
import { IconDatabaseExport, IconDownload, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Backup } from '../../../../src-shared/contract/backups.ts'
import { withFilesKey } from '../../../../src-shared/session-keys.ts'
import { CopyField } from '../../../components/CopyField.tsx'
import { LoadedList } from '../../../components/LoadedList.tsx'
import { notifyDone, notifyProblem } from '../../../components/notify.ts'
import { Panel } from '../../../components/Panel.tsx'
import { TimeText } from '../../../components/TimeText.tsx'
import { TypedConfirm } from '../../../components/TypedConfirm.tsx'
import { sizeText } from '../../../format/number.ts'
import { api, isDesktop } from '../../../hub/client.ts'
import { queryClient } from '../../../hub/query-client.ts'
import { sessionKeys } from '../../../hub/session-keys.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './storage.module.css'

const refresh = () =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: api.backups.key() }),
    queryClient.invalidateQueries({ queryKey: api.retention.usage.key() }),
  ])

function BackupRow({ backup }: { backup: Backup }) {
  const { t } = useTranslation('settings')
  const locale = useLocale()
  const [isRemoving, setRemoving] = useState(false)
  const remove = useMutation(api.backups.remove.mutationOptions({ onSuccess: refresh, onError: notifyProblem }))
  const { name, path, sizeBytes, createdAt } = backup
  return (
    <li className={classes.backup}>
      <div className={classes.backupHead}>
        <span className={classes.backupName}>{name}</span>
        <span className={classes.backupFacts}>
          <TimeText iso={createdAt} /> · <span className="num">{sizeText(sizeBytes, locale)}</span>
        </span>
        {!isDesktop && (
          <Button
            component="a"
            href={withFilesKey(`/backups/${name}`, sessionKeys().files)}
            download={name}
            size="compact-md"
            variant="default"
            aria-label={t('storage.downloadBackup', { name })}
            leftSection={<IconDownload size={14} aria-hidden />}
          >
            {t('storage.download')}
          </Button>
        )}
        <Button
          size="compact-md"
          variant="default"
          aria-label={t('storage.deleteBackup', { name })}
          leftSection={<IconTrash size={14} aria-hidden />}
          onClick={() => setRemoving(true)}
        >
          {t('storage.delete')}
        </Button>
      </div>
      <CopyField label={t('storage.path')} value={path} isLabelHidden />
      <TypedConfirm
        isOpen={isRemoving}
        title={t('storage.deleteBackup', { name })}
        text={t('storage.deleteText')}
        word={name}
        action={t('storage.delete')}
        isPending={remove.isPending}
        onConfirm={() => remove.mutate({ name })}
        onClose={() => setRemoving(false)}
      />
    </li>
  )
}

export function Backups() {
  const { t } = useTranslation('settings')
  const backups = useQuery(api.backups.list.queryOptions({ staleTime: 0 }))
  const create = useMutation(
    api.backups.create.mutationOptions({
      onSuccess: () => {
        notifyDone(t('storage.backupMade'))
        return refresh()
      },
      onError: notifyProblem,
    }),
  )
  return (
    <Panel
      title={t('storage.backups')}
      text={t('storage.backupsText')}
      action={
        <Button
          variant="default"
          leftSection={<IconDatabaseExport size={16} aria-hidden />}
          loading={create.isPending}
          onClick={() => create.mutate(undefined)}
        >
          {t('storage.makeBackup')}
        </Button>
      }
    >
      <LoadedList query={backups} height={72} none={t('storage.noBackups')}>
        {(items) => (
          <ul className={classes.backups} aria-label={t('storage.backups')}>
            {items.map((backup) => (
              <BackupRow key={backup.name} backup={backup} />
            ))}
          </ul>
        )}
      </LoadedList>
      <details className={classes.restore}>
        <summary>{t('storage.restore')}</summary>
        <ol>
          <li>{t('storage.restore1')}</li>
          <li>{t('storage.restore2')}</li>
          <li>{t('storage.restore3')}</li>
          <li>{t('storage.restore4')}</li>
        </ol>
        <p>{t('storage.restoreSecrets')}</p>
      </details>
    </Panel>
  )
}
