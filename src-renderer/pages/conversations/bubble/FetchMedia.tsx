import { ActionIcon, Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import type { Media, MessageKind } from '../../../../src-shared/contract/conversations.ts'
import { notifyProblem } from '../../../components/notify.ts'
import { hub } from '../../../hub/client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { recordMessage } from '../queries.ts'
import classes from './awaited-media.module.css'
import bubble from './bubble.module.css'
import { FileCard } from './FileCard.tsx'
import { missingNote } from './missing-note.ts'

interface FetchMediaProps {
  messageId: string
  kind: MessageKind
  media: Media
}

/** A file that is still at the platform: it comes when somebody wants it. */
export function FetchMedia({ messageId, kind, media }: FetchMediaProps) {
  const { t } = useTranslation('conversations')
  const [isAsking, setAsking] = useState(false)
  const { thumbnail, width, height, problem } = media

  async function ask(): Promise<void> {
    setAsking(true)
    try {
      recordMessage(await hub.conversations.fetchMedia({ messageId }))
    } catch (error) {
      notifyProblem(error)
    }
    setAsking(false)
  }
  if (thumbnail !== undefined && problem === undefined && kind !== 'document') {
    const ratio = width && height ? { aspectRatio: `${width} / ${height}` } : undefined
    return (
      <div className={classes.frame} style={ratio}>
        <img
          src={thumbnail}
          alt=""
          width={width ?? undefined}
          height={height ?? undefined}
          className={`${bubble.media} ${classes.small}`}
          style={{ ...ratio, height: 'auto' }}
        />
        <ActionIcon
          variant="filled"
          color="dark"
          radius="xl"
          size={44}
          className={classes.fetch}
          aria-label={t('thread.fetchFile')}
          loading={isAsking}
          onClick={() => void ask()}
        >
          <IconDownload size={22} />
        </ActionIcon>
      </div>
    )
  }
  return (
    <div className={classes.withButton}>
      <FileCard kind={kind} media={media} note={missingNote(media, t('thread.atPlatform'))} />
      <Button variant="default" size="compact-sm" leftSection={<IconDownload size={14} />} loading={isAsking} onClick={() => void ask()}>
        {t(problem === undefined ? 'thread.fetchFile' : 'thread.fetchAgain')}
      </Button>
    </div>
  )
}
