import { Button } from '@mantine/core'
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { AgentOnTry } from '../../../src-shared/contract/agents.ts'
import { durationText } from '../../format/number.ts'
import { api } from '../../hub/client.ts'
import { problemOf } from '../../hub/problem.ts'
import { hubText } from '../../i18n/hub-text.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import classes from './agent.module.css'

interface TestAgentProps {
  agent: AgentOnTry
  /** Something is missing without which nothing may be asked: called instead, so that the form says what. */
  onRefused: (() => void) | null
}

/** Asks the agent as it is on the screen, saved or not. */
export function TestAgent({ agent, onRefused }: TestAgentProps) {
  const { t } = useTranslation(['agents', 'errors'])
  const locale = useLocale()
  const test = useMutation(api.agents.test.mutationOptions())
  const problem = test.error ? problemOf(test.error) : null
  const isOk = test.data?.ok === true
  const ResultIcon = isOk ? IconCircleCheck : IconCircleX
  return (
    <div className={classes.test}>
      <Button variant="default" loading={test.isPending} onClick={onRefused ?? (() => test.mutate(agent))}>
        {t('test')}
      </Button>
      <output className={classes.result} data-ok={isOk} aria-live="polite">
        {!test.isPending && (test.data || problem) && (
          <>
            <ResultIcon size={16} aria-hidden />
            <span>
              {isOk && test.data
                ? t('testOk', { duration: durationText(test.data.durationMs, locale) })
                : `${t('testFailed')}: ${(test.data && hubText(test.data.message)) ?? problem?.message ?? t(`errors:${problem?.code ?? 'internal'}`)}`}
            </span>
          </>
        )}
      </output>
    </div>
  )
}
