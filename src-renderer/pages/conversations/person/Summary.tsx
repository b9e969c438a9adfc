import { Button } from '@mantine/core'
import { IconEraser } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { notifyProblem, notifyUndo } from '../../../components/notify.ts'
import { TimeText } from '../../../components/TimeText.tsx'
import { api, hub } from '../../../hub/client.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './person.module.css'
import { Section } from './Section.tsx'

/** What the agent is told of the part that it no longer sees; nothing without a summary. */
export function Summary({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation('conversations')
  const summary = useQuery(api.summaries.get.queryOptions({ input: { conversationId } }))
  const forget = useMutation(
    api.summaries.forget.mutationOptions({
      onError: notifyProblem,
      onSuccess: ({ forgotten }) =>
        forgotten && notifyUndo(t('person.summaryForgotten'), () => hub.summaries.bringBack({ conversationId })),
    }),
  )
  if (!summary.data) return null
  const { text, messageCount, writtenBy, writtenAt } = summary.data
  return (
    <Section title={t('person.summary')}>
      <div className={classes.summary}>
        <p className={classes.noteText} dir="auto">
          {text}
        </p>
      </div>
      <p className={classes.note}>
        {t('person.summaryHelp', { count: messageCount, by: hubText(writtenBy) })} <TimeText iso={writtenAt} />
      </p>
      <div className={classes.actions}>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconEraser size={14} aria-hidden />}
          loading={forget.isPending}
          onClick={() => forget.mutate({ conversationId })}
        >
          {t('person.summaryForget')}
        </Button>
      </div>
    </Section>
  )
}
