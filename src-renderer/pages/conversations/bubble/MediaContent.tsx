import { IconFile, IconMicrophone, IconMovie, IconMusic, IconPhoto } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Media, MessageKind } from '../../../../src-shared/contract/conversations.ts'
import { playTime, sizeText } from '../../../format/number.ts'
import { mediaUrl } from '../../../hub/media-url.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import classes from './bubble.module.css'

function nameKey(kind: MessageKind, media: Media) {
  if (media.isVoiceNote) return 'voiceNote'
  if (kind === 'image') return 'photo'
  if (kind === 'video') return 'video'
  if (kind === 'audio') return 'audio'
  if (kind === 'sticker') return 'sticker'
  return 'document'
}

const ICONS = {
  voiceNote: IconMicrophone,
  photo: IconPhoto,
  video: IconMovie,
  audio: IconMusic,
  sticker: IconPhoto,
  document: IconFile,
}

/** A file in words: also what stands in for a picture that is not (any more) here. */
function FileCard({ kind, media, note }: { kind: MessageKind; media: Media; note?: string }) {
  const { t } = useTranslation('conversations')
  const locale = useLocale()
  const key = nameKey(kind, media)
  const FileIcon = ICONS[key]
  const title = media.fileName ?? t(key)
  const facts = [
    media.durationSeconds === null ? null : playTime(media.durationSeconds),
    media.sizeBytes === null ? null : sizeText(media.sizeBytes, locale),
    note,
  ]
  const body = (
    <>
      <FileIcon size={22} stroke={1.5} aria-hidden />
      <span className={classes.cardLines}>
        <span className={classes.cardTitle}>{title}</span>
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

export function MediaContent({ kind, media }: { kind: MessageKind; media: Media }) {
  const { t } = useTranslation('conversations')
  const [isBroken, setBroken] = useState(false)
  if (media.id === null || isBroken) return <FileCard kind={kind} media={media} note={t('notStored')} />
  const url = mediaUrl(media.id)
  const onError = () => setBroken(true)
  // Known sizes are reserved, so that a picture that arrives late moves nothing.
  const ratio = media.width && media.height ? { aspectRatio: `${media.width} / ${media.height}` } : undefined
  if (kind === 'image' || kind === 'sticker') {
    const style = kind === 'sticker' ? `${classes.media} ${classes.sticker}` : classes.media
    return (
      <img
        src={url}
        alt={t(nameKey(kind, media))}
        width={media.width ?? undefined}
        height={media.height ?? undefined}
        className={style}
        style={{ ...ratio, height: 'auto' }}
        loading="lazy"
        onError={onError}
      />
    )
  }
  if (kind === 'video') {
    // biome-ignore lint/a11y/useMediaCaption: what customers film has no captions to offer.
    return <video src={url} controls preload="metadata" className={classes.media} style={ratio} aria-label={t('video')} onError={onError} />
  }
  if (kind === 'audio') {
    return (
      // biome-ignore lint/a11y/useMediaCaption: a voice note comes without captions.
      <audio src={url} controls preload="metadata" aria-label={t(nameKey(kind, media))} onError={onError} style={{ maxWidth: '100%' }} />
    )
  }
  return <FileCard kind={kind} media={media} />
}
