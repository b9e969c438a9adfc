import { Button, CloseButton, Progress } from '@mantine/core'
import { IconFile, IconFileAlert } from '@tabler/icons-react'
import { UPLOAD_MAX_BYTES } from '../../../../src-shared/upload-limits.ts'
import { percentText, sizeText } from '../../../format/number.ts'
import { problemOf } from '../../../hub/problem.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { type Attachment, dropAttachment } from '../../../stores/attachments.ts'
import { uploadAgain } from './attach.ts'
import classes from './composer.module.css'

function State({ item }: { item: Attachment }) {
  const { t } = useTranslation(['conversations', 'errors', 'common'])
  const locale = useLocale()
  const { file, state, sentBytes, error } = item
  const share = file.size === 0 ? 0 : sentBytes / file.size
  if (state === 'refused')
    return (
      <span className={classes.fileProblem} role="alert">
        {t('composer.tooLarge', { size: sizeText(file.size, locale), max: sizeText(UPLOAD_MAX_BYTES, locale) })}
      </span>
    )
  if (state === 'failed') {
    const { code, message } = problemOf(error)
    return (
      <span className={classes.fileProblem} role="alert">
        {t('composer.fileFailed')} {message ?? t(`errors:${code}`)}{' '}
        <Button size="compact-xs" variant="default" onClick={() => uploadAgain(item)}>
          {t('common:retry')}
        </Button>
      </span>
    )
  }
  if (state === 'uploading')
    return (
      <>
        <span className={`num ${classes.fileNote}`}>
          {sizeText(file.size, locale)} · {t('composer.uploading', { percent: percentText(Math.floor(share * 100) / 100, locale) })}
        </span>
        <Progress value={share * 100} size={4} aria-label={file.name} />
      </>
    )
  return (
    <span className={`num ${classes.fileNote}`}>
      {sizeText(file.size, locale)} · {t(state === 'sending' ? 'composer.sendingFile' : 'composer.ready')}
    </span>
  )
}

/** The files that go with the reply, and how far they are. */
export function AttachmentTray({ items }: { items: Attachment[] }) {
  const { t } = useTranslation('conversations')
  if (items.length === 0) return null
  return (
    <ul className={classes.tray} aria-label={t('composer.files')}>
      {items.map((item) => (
        <li key={item.id} className={classes.file} data-state={item.state}>
          <span className={classes.filePicture}>
            {item.previewUrl !== null ? (
              <img src={item.previewUrl} alt="" />
            ) : item.state === 'refused' || item.state === 'failed' ? (
              <IconFileAlert size={22} stroke={1.5} aria-hidden />
            ) : (
              <IconFile size={22} stroke={1.5} aria-hidden />
            )}
          </span>
          <span className={classes.fileLines}>
            <bdi className={classes.fileName}>{item.file.name}</bdi>
            <State item={item} />
          </span>
          <CloseButton
            size="sm"
            aria-label={t('composer.removeFile', { name: item.file.name })}
            disabled={item.state === 'sending'}
            onClick={() => dropAttachment(item.id)}
          />
        </li>
      ))}
    </ul>
  )
}
