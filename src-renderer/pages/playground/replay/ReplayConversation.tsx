import { Button, Skeleton } from '@mantine/core'
import { IconArrowLeft, IconMessageOff, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link } from 'wouter'
import type { Instance } from '../../../../src-shared/contract/instances.ts'
import { EmptyState } from '../../../components/EmptyState.tsx'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { PageBody } from '../../../components/PageBody.tsx'
import { api } from '../../../hub/client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { AgentPicker } from '../agent/AgentPicker.tsx'
import { VerdictCounts } from '../runs/VerdictMark.tsx'
import { countVerdicts, verdictOn } from '../runs/verdict.ts'
import classes from './replay.module.css'
import { chooseForReplay, replayRuns, runTurns, stopTurns, useReplay } from './replay-store.ts'
import { Turn } from './Turn.tsx'

interface ReplayConversationProps {
  instances: Instance[]
  conversationId: string
}

/** Each turn of a conversation as it went, beside what the chosen agent would say now. */
export function ReplayConversation({ instances, conversationId }: ReplayConversationProps) {
  const { t } = useTranslation('playground')
  const conversation = useQuery(api.conversations.get.queryOptions({ input: { id: conversationId } }))
  const turns = useQuery(api.playground.turns.queryOptions({ input: { conversationId }, staleTime: 0 }))
  const { choice, isRunning } = useReplay()
  const answers = replayRuns.useAnswers()
  // Another conversation begins with its own agent; leaving ends what runs for nobody.
  useEffect(() => () => chooseForReplay(null), [])

  const back = (
    <Button component={Link} href="/playground/replay" variant="default" leftSection={<IconArrowLeft size={16} aria-hidden />}>
      {t('chooseAnother')}
    </Button>
  )
  const problem = conversation.error ?? turns.error
  if (problem && (!conversation.data || !turns.data)) {
    return (
      <>
        <ErrorState
          error={problem}
          onRetry={() => {
            void conversation.refetch()
            void turns.refetch()
          }}
        />
        <div className={classes.back}>{back}</div>
      </>
    )
  }
  if (!conversation.data || !turns.data) {
    return (
      <PageBody width={980}>
        <Skeleton height={64} radius={12} />
        <Skeleton height={120} radius={12} />
        <Skeleton height={120} radius={12} />
      </PageBody>
    )
  }
  const { name, instanceName } = conversation.data
  if (turns.data.length === 0) {
    return <EmptyState icon={IconMessageOff} title={t('noTurnsTitle')} text={t('noTurnsText')} action={back} />
  }
  const verdicts = turns.data.map((turn) => verdictOn(turn.answer.join('\n\n'), answers[turn.traceId]))
  const asked = choice ?? { instanceName, draft: null }
  return (
    <PageBody width={980}>
      <div className={classes.bar}>
        <div className={classes.who}>
          <h2 className={classes.title}>{t('replayOf', { name })}</h2>
          <AgentPicker label={t('whoAnswersNow')} instances={instances} choice={asked} onChange={chooseForReplay} />
        </div>
        <div className={classes.actions}>
          <VerdictCounts counts={countVerdicts(verdicts)} />
          {back}
          {isRunning ? (
            <Button variant="default" leftSection={<IconPlayerStop size={16} aria-hidden />} onClick={stopTurns}>
              {t('stop')}
            </Button>
          ) : (
            <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={() => void runTurns(turns.data, instanceName)}>
              {t('replayAll', { count: turns.data.length })}
            </Button>
          )}
        </div>
      </div>
      <ol className={classes.turns} aria-label={t('turns')}>
        {turns.data.map((turn) => (
          <Turn key={turn.traceId} turn={turn} onRun={() => void runTurns([turn], instanceName)} />
        ))}
      </ol>
    </PageBody>
  )
}
