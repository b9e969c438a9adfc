import { Button } from '@mantine/core'
import { IconPlayerStopFilled, IconRobot } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { notifyProblem } from '../../../components/notify.ts'
import { api } from '../../../hub/client.ts'
import { useStream } from '../../../stores/live/store.ts'
import { usePerson } from '../../../stores/person.ts'
import { Bubble } from './Bubble.tsx'
import classes from './bubble.module.css'

/** The answer being written. Its text only ever grows; its message takes its place when it is sent. */
export function StreamBubble({ turnId }: { turnId: string }) {
  const { t } = useTranslation('conversations')
  const stream = useStream(turnId)
  const by = usePerson((state) => state.name.trim())
  const stop = useMutation(api.conversations.stopAnswer.mutationOptions({ onError: notifyProblem }))
  if (!stream) return null
  const { agentName, text, tool, isEnded } = stream
  const heading = t('isAnswering', { name: agentName || t('author_agent') })
  return (
    <Bubble
      side="end"
      tone="agent"
      label={heading}
      author={
        isEnded ? (
          <>
            <IconRobot size={14} aria-hidden />
            {agentName || t('author_agent')}
          </>
        ) : (
          <>
            <span className={classes.pulse} aria-hidden />
            <span className={classes.busy}>{heading}</span>
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
      <p className={classes.text} aria-busy={!isEnded}>
        {text === '' && !isEnded ? <span className={classes.quiet}>{t('thinking')}</span> : text}
        {!isEnded && text !== '' && <span className={classes.caret} aria-hidden />}
      </p>
      {tool !== null && <p className={classes.tool}>{t('usingTool', { tool })}</p>}
    </Bubble>
  )
}
