import { Button } from '@mantine/core'
import { IconDownload, IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Backup } from '../../../../../src-shared/contract/backups.ts'
import { withFilesKey } from '../../../../../src-shared/session-keys.ts'
import { CopyField } from '../../../../components/CopyField.tsx'
import { notifyProblem } from '../../../../components/notify.ts'
import { TimeText } from '../../../../components/TimeText.tsx'
import { TypedConfirm } from '../../../../components/TypedConfirm.tsx'
import { sizeText } from '../../../../format/number.ts'
import { api, isDesktop } from '../../../../hub/client.ts'
import { sessionKeys } from '../../../../hub/session-keys.ts'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import classes from '../storage.module.css'
import { refreshBackups } from './refresh.ts'

export function BackupRow({ backup }: { backup: Backup }) {
  const { t } = useTranslation('settings')
  const locale = useLocale()
  const [isRemoving, setRemoving] = useState(false)
  const remove = useMutation(api.backups.remove.mutationOptions({ onSuccess: refreshBackups, onError: notifyProblem }))
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
