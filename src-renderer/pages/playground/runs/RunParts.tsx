import { problemOf } from '../../../hub/problem.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import type { Answer } from './answer.ts'
import { RunFacts } from './RunFacts.tsx'
import classes from './runs.module.css'

/** What stands instead of an answer that has not ended. */
export function RunWaiting({ answer }: { answer: Answer | undefined }) {
  const { t } = useTranslation(['playground', 'errors'])
  if (answer === undefined) return <p className={classes.quiet}>{t('notRunYet')}</p>
  if (answer.state === 'refused') {
    const { code, message } = problemOf(answer.problem)
    return <p className={classes.lost}>{message ?? t(`errors:${code}`)}</p>
  }
  if (answer.state === 'done') return null
  return (
    <>
      <p aria-busy={answer.state === 'running'}>
        {answer.text === '' && answer.state === 'running' ? <span className={classes.quiet}>{t('thinking')}</span> : answer.text}
        {answer.state === 'running' && answer.text !== '' && <span className={classes.caret} aria-hidden />}
      </p>
      {answer.state === 'running' && answer.tool !== null && <p className={classes.tool}>{t('usingTool', { tool: answer.tool })}</p>}
      {answer.state === 'stopped' && <p className={classes.quiet}>{t('stopped')}</p>}
    </>
  )
}

/** Below an answer that has ended: why it failed, how long it took. */
export function RunFooter({ answer }: { answer: Answer | undefined }) {
  if (answer?.state !== 'done') return null
  return (
    <>
      {answer.run.error !== null && <p className={classes.lost}>{hubText(answer.run.error)}</p>}
      <RunFacts run={answer.run} />
    </>
  )
}
