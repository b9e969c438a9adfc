import { Loader } from '@mantine/core'
import type { Media, MessageKind } from '../../../../src-shared/contract/conversations.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './awaited-media.module.css'
import bubble from './bubble.module.css'
import { FileCard } from './FileCard.tsx'

/** A file that is still on its way: its small picture, in the place that the large one will take. */
export function AwaitedMedia({ kind, media }: { kind: MessageKind; media: Media }) {
  const { t } = useTranslation('conversations')
  const { thumbnail, width, height } = media
  if (thumbnail === undefined || kind === 'document') return <FileCard kind={kind} media={media} note={t('thread.fetching')} />
  const ratio = width && height ? { aspectRatio: `${width} / ${height}` } : undefined
  return (
    <div className={classes.frame} style={ratio}>
      <img
        src={thumbnail}
        alt={t('thread.fetching')}
        width={width ?? undefined}
        height={height ?? undefined}
        className={`${bubble.media} ${classes.small}`}
        style={{ ...ratio, height: 'auto' }}
      />
      <Loader size={26} color="white" className={classes.loader} aria-hidden />
    </div>
  )
}
