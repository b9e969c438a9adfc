import { useState } from 'react'
import type { Media, MessageKind } from '../../../../src-shared/contract/conversations.ts'
import { mediaUrl } from '../../../hub/media-url.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { AwaitedMedia } from './AwaitedMedia.tsx'
import classes from './bubble.module.css'
import { FileCard } from './FileCard.tsx'
import { mediaName } from './media-name.ts'
import { missingNote } from './missing-note.ts'

interface MediaContentProps {
  kind: MessageKind
  media: Media
  /** Of a picture: opens it large. */
  onOpen: () => void
}

export function MediaContent({ kind, media, onOpen }: MediaContentProps) {
  const { t } = useTranslation('conversations')
  const [isBroken, setBroken] = useState(false)
  if (media.id === null && media.isFetching === true) return <AwaitedMedia kind={kind} media={media} />
  if (media.id === null || isBroken) return <FileCard kind={kind} media={media} note={missingNote(media, t('notStored'))} />
  const url = mediaUrl(media.id)
  const onError = () => setBroken(true)
  // Known sizes are reserved, so that a picture that arrives late moves nothing.
  const ratio = media.width && media.height ? { aspectRatio: `${media.width} / ${media.height}` } : undefined
  if (kind === 'image' || kind === 'sticker') {
    const picture = (
      <img
        src={url}
        alt={t(mediaName(kind, media))}
        width={media.width ?? undefined}
        height={media.height ?? undefined}
        className={kind === 'sticker' ? `${classes.media} ${classes.sticker}` : classes.media}
        style={{ ...ratio, height: 'auto' }}
        loading="lazy"
        onError={onError}
      />
    )
    if (kind === 'sticker') return picture
    return (
      <button type="button" className={classes.imageButton} aria-label={t('thread.openImage')} onClick={onOpen}>
        {picture}
      </button>
    )
  }
  if (kind === 'video') {
    // biome-ignore lint/a11y/useMediaCaption: what customers film has no captions to offer.
    return <video src={url} controls preload="metadata" className={classes.media} style={ratio} aria-label={t('video')} onError={onError} />
  }
  return <FileCard kind={kind} media={media} />
}
