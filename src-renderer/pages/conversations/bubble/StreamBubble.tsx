import { Button } from '@mantine/core'
import { IconPlayerStopFilled, IconRobot } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { notifyProblem } from '../../../components/notify.ts'
import { api } from '../../../hub/client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { useStream } from '../../../stores/live/store.ts'
import { usePerson } from '../../../stores/person.ts'
import { dialectOf } from '../markdown/dialect.ts'
import { Formatted } from '../markdown/Formatted.tsx'
import { useThread } from '../thread/context.ts'
import { Bubble } from './Bubble.tsx'
import classes from './bubble.module.css'

/** The answer being written. Its text only ever grows; its message takes its place when it is sent. */
export function StreamBubble({ turnId }: { turnId: string }) {
  const { t } = useTranslation('conversations')
  const { channel } = useThread()
  const stream = useStream(turnId)
  const by = usePerson((state) => state.name.trim())
  const stop = useMutation(api.conversations.stopAnswer.mutationOptions({ onError: notifyProblem }))
  if (!stream) return null
  const { agentName, text, tool, isEnded } = stream
  const heading = t('isAnswering', { name: agentName || t('author_agent') })
  const isThinking = text === '' && !isEnded
  return (
    <Bubble
      side="end"
      tone="agent"
      isFirst
      label={heading}
      author={
        isEnded ? (
          <>
            <IconRobot size={14} aria-hidden />
            <bdi>{agentName || t('author_agent')}</bdi>
          </>
        ) : (
          <>
            <span className={classes.pulse} aria-hidden />
            <bdi className={classes.busy}>{heading}</bdi>
          </>
        )
      }
      below={
        !isEnded && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlayerStopFilled size={12} aria-hidden />}
            aria-label={t('stopLabel')}
            loading={stop.isPending}
            onClick={() => stop.mutate({ turnId, by: by || undefined })}
          >
            {t('stop')}
          </Button>
        )
      }
    >
      <div aria-busy={!isEnded}>
        {isThinking ? (
          <p className={classes.quiet}>{t('thinking')}</p>
        ) : (
          <Formatted
            text={text}
            dialect={dialectOf(channel, true)}
            tail={isEnded ? null : <span className={classes.caret} aria-hidden />}
          />
        )}
      </div>
      {tool !== null && <p className={classes.tool}>{t('usingTool', { tool })}</p>}
    </Bubble>
  )
}
