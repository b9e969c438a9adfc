import type { Media, MessageKind } from '../../../../src-shared/contract/conversations.ts'
import { playTime, sizeText } from '../../../format/number.ts'
import { mediaUrl } from '../../../hub/media-url.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './bubble.module.css'
import { MEDIA_ICONS, mediaName } from './media-name.ts'

/** A file in words: also what stands in for a picture that is not (any more) here. */
export function FileCard({ kind, media, note }: { kind: MessageKind; media: Media; note?: string }) {
  const { t } = useTranslation('conversations')
  const locale = useLocale()
  const key = mediaName(kind, media)
  const FileIcon = MEDIA_ICONS[key]
  const title = media.fileName ?? t(key)
  const facts = [
    media.durationSeconds === null ? null : playTime(media.durationSeconds),
    media.sizeBytes === null ? null : sizeText(media.sizeBytes, locale),
    note,
  ]
  const body = (
    <>
      <span className={classes.cardIcon}>
        <FileIcon size={20} stroke={1.5} aria-hidden />
      </span>
      <span className={classes.cardLines}>
        <bdi className={classes.cardTitle}>{title}</bdi>
        <span className={`num ${classes.cardNote}`}>{facts.filter(Boolean).join(' · ')}</span>
      </span>
    </>
  )
  if (media.id === null || note) return <div className={classes.card}>{body}</div>
  return (
    <a className={classes.card} href={mediaUrl(media.id)} download={title} aria-label={t('download', { name: title })}>
      {body}
    </a>
  )
}
