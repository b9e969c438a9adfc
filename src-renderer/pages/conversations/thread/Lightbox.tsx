import { ActionIcon, Modal } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconDownload, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useState } from 'react'
import type { Message } from '../../../../src-shared/contract/conversations.ts'
import { exactTime } from '../../../format/time.ts'
import { mediaUrl } from '../../../hub/media-url.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { useAuthorName } from '../bubble/use-author-name.ts'
import { dialectOf } from '../markdown/dialect.ts'
import { Formatted } from '../markdown/Formatted.tsx'
import { useThread } from './context.ts'
import classes from './lightbox.module.css'

interface LightboxProps {
  /** The pictures of the thread, in its order. */
  images: Message[]
  shown: Message
  onShow: (messageId: string) => void
  onClose: () => void
}

/** A picture as large as the window; the arrows lead to the others of the thread. */
export function Lightbox({ images, shown, onShow, onClose }: LightboxProps) {
  const { t } = useTranslation(['conversations', 'common'])
  const locale = useLocale()
  const { channel } = useThread()
  const name = useAuthorName(shown)
  // It is gone at once when it is closed, and with it what would give the focus back.
  const [opener] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement) opener.focus({ preventScroll: true })
    },
    [opener],
  )
  const index = images.findIndex(({ id }) => id === shown.id)
  const [before, after] = [images[index - 1], images[index + 1]]
  const go = (image: Message | undefined): void => {
    if (image) onShow(image.id)
  }
  const url = mediaUrl(shown.media?.id ?? '')
  return (
    <Modal.Root
      opened
      onClose={onClose}
      fullScreen
      styles={{ content: { background: '#0b0f0d', border: 0, overflow: 'hidden' } }}
      transitionProps={{ duration: 120 }}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'ArrowLeft') go(before)
        if (event.key === 'ArrowRight') go(after)
      }}
    >
      <Modal.Overlay backgroundOpacity={0.6} />
      <Modal.Content aria-label={t('thread.imageOf', { index: index + 1, count: images.length })}>
        <div className={classes.content}>
          <header className={classes.bar}>
            <span className={classes.title}>
              <bdi>{name}</bdi>
              <span className={`num ${classes.note}`}>{exactTime(shown.sentAt, locale)}</span>
            </span>
            <span className={`num ${classes.note}`} role="status">
              {t('thread.imageOf', { index: index + 1, count: images.length })}
            </span>
            <ActionIcon
              component="a"
              href={url}
              download={shown.media?.fileName ?? true}
              aria-label={t('thread.download')}
              variant="transparent"
              color="white"
            >
              <IconDownload size={20} />
            </ActionIcon>
            <ActionIcon aria-label={t('common:close')} variant="transparent" color="white" onClick={onClose} data-autofocus>
              <IconX size={20} />
            </ActionIcon>
          </header>
          <div className={classes.stage}>
            <ActionIcon
              className={classes.arrow}
              data-side="start"
              disabled={!before}
              aria-label={t('thread.previousImage')}
              onClick={() => go(before)}
            >
              <IconChevronLeft size={26} />
            </ActionIcon>
            <img key={shown.id} src={url} alt={shown.text || t('photo')} className={classes.image} />
            <ActionIcon
              className={classes.arrow}
              data-side="end"
              disabled={!after}
              aria-label={t('thread.nextImage')}
              onClick={() => go(after)}
            >
              <IconChevronRight size={26} />
            </ActionIcon>
          </div>
          {shown.text !== '' && (
            <div className={classes.caption}>
              <Formatted text={shown.text} dialect={dialectOf(channel, shown.author === 'agent')} />
            </div>
          )}
        </div>
      </Modal.Content>
    </Modal.Root>
  )
}
