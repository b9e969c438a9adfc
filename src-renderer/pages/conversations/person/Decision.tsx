import { Button } from '@mantine/core'
import { IconRefresh, IconTimeline } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { Conversation } from '../../../../src-shared/contract/conversations.ts'
import { notifyDone, notifyProblem } from '../../../components/notify.ts'
import { TimeText } from '../../../components/TimeText.tsx'
import { durationText } from '../../../format/number.ts'
import { api } from '../../../hub/client.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { usePerson } from '../../../stores/person.ts'
import { traceOutcome } from '../../traces/outcome.ts'
import classes from './person.module.css'
import { Section } from './Section.tsx'

/** Why the newest message was, or was not, answered; the way to its trace; and another try. */
export function Decision({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation(['conversations', 'traces'])
  const locale = useLocale()
  const by = usePerson((state) => state.name.trim()) || t('inbox.somebody')
  const why = useQuery(api.conversations.why.queryOptions({ input: { id: conversation.id } }))
  const runAgain = useMutation(
    api.conversations.runAgain.mutationOptions({ onError: notifyProblem, onSuccess: () => notifyDone(t('person.runAgainStarted')) }),
  )
  const decision = why.data
  return (
    <Section title={t('person.why')}>
      {why.isError && <p className={classes.note}>{t('person.failed')}</p>}
      {decision === null && <p className={classes.note}>{t('person.whyNothing')}</p>}
      {decision && (
        <>
          <div className={classes.decision} data-state={traceOutcome(decision)}>
            <span className={classes.outcome}>
              <span className={classes.outcomeDot} aria-hidden />
              {t(`traces:state_${traceOutcome(decision)}`)}
            </span>
            <p className={classes.reason}>{decision.reason === null ? t('person.whyRunning') : hubText(decision.reason)}</p>
            <p className={classes.note}>
              <TimeText iso={decision.at} />
              {decision.totalDurationMs !== null && ` · ${t('person.took', { duration: durationText(decision.totalDurationMs, locale) })}`}
            </p>
          </div>
          <div className={classes.actions}>
            <Button
              component={Link}
              href={`/traces/${decision.traceId}`}
              size="compact-sm"
              variant="default"
              leftSection={<IconTimeline size={14} aria-hidden />}
            >
              {t('person.openTrace')}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconRefresh size={14} aria-hidden />}
              loading={runAgain.isPending}
              onClick={() => runAgain.mutate({ conversationId: conversation.id, by })}
            >
              {t('person.runAgain')}
            </Button>
          </div>
        </>
      )}
    </Section>
  )
}
