import { Button } from '@mantine/core'
import { IconAlertTriangle, IconPlayerStopFilled, IconRobot } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { problemOf } from '../../../hub/problem.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { Said } from '../Said.tsx'
import type { Answer } from './answer.ts'
import { RunFacts } from './RunFacts.tsx'
import classes from './runs.module.css'

interface AnswerViewProps {
  answer: Answer
  /** In place of the plain texts of a run that ended: what changed in them. */
  children?: ReactNode
  onStop: () => void
  onAgain: () => void
}

/** An answer from its first word to its facts. Nothing of it is on its way to anybody. */
export function AnswerView({ answer, children, onStop, onAgain }: AnswerViewProps) {
  const { t } = useTranslation(['playground', 'errors', 'common'])
  if (answer.state === 'refused') {
    const { code, message } = problemOf(answer.problem)
    return (
      <div className={classes.trouble} role="alert">
        <p className={classes.error}>
          <IconAlertTriangle size={16} aria-hidden />
          <span>{message ?? t(`errors:${code}`)}</span>
        </p>
        <Button variant="default" size="compact-sm" onClick={onAgain}>
          {t('common:retry')}
        </Button>
      </div>
    )
  }
  if (answer.state === 'done') return <Ended answer={answer}>{children}</Ended>
  const isRunning = answer.state === 'running'
  const heading = isRunning ? t('isAnswering', { agent: hubText(answer.agentName) || t('theAgent') }) : hubText(answer.agentName)
  return (
    <article className={classes.answer} aria-label={heading}>
      <p className={classes.author} data-busy={isRunning || undefined}>
        {isRunning ? <span className={classes.pulse} aria-hidden /> : <IconRobot size={14} aria-hidden />}
        {heading}
      </p>
      <Said tone="agent" isBusy={isRunning}>
        {answer.text === '' ? <span className={classes.quiet}>{t(isRunning ? 'thinking' : 'nothingSaid')}</span> : answer.text}
        {isRunning && answer.text !== '' && <span className={classes.caret} aria-hidden />}
      </Said>
      {isRunning && answer.tool !== null && (
        <p className={classes.tool} role="status">
          {t('usingTool', { tool: answer.tool })}
        </p>
      )}
      {isRunning ? (
        <Button
          className={classes.stop}
          size="compact-sm"
          variant="default"
          leftSection={<IconPlayerStopFilled size={12} aria-hidden />}
          onClick={onStop}
        >
          {t('stop')}
        </Button>
      ) : (
        <p className={classes.facts}>{t('stopped')}</p>
      )}
    </article>
  )
}

function Ended({ answer: { run }, children }: { answer: Extract<Answer, { state: 'done' }>; children?: ReactNode }) {
  const { t } = useTranslation('playground')
  const { agent, error, wouldSend, outcome } = run
  return (
    <article className={classes.answer} aria-label={t('answerOf', { agent: hubText(agent.name) })}>
      <p className={classes.author}>
        <IconRobot size={14} aria-hidden />
        {hubText(agent.name)}
        {agent.isChanged && <span className={classes.changed}>{t('changedMark')}</span>}
      </p>
      {error !== null && (
        <div className={classes.trouble}>
          <p className={classes.error}>
            <IconAlertTriangle size={16} aria-hidden />
            <span>{hubText(error)}</span>
          </p>
          <p className={classes.quiet}>
            {t(wouldSend.length > 0 ? 'wouldGetInstead' : 'wouldGetNothing')}{' '}
            <Link href={`/instances/${agent.instanceName}/agent`}>{t('checkAgent')}</Link>
          </p>
        </div>
      )}
      {children ??
        wouldSend.map((text, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one answer never change their places.
          <Said key={index} tone={outcome === 'answered' ? 'agent' : 'neutral'}>
            {text}
          </Said>
        ))}
      {outcome === 'answered' && wouldSend.length === 0 && <p className={classes.quiet}>{t('nothingSaid')}</p>}
      <RunFacts run={run} />
    </article>
  )
}
