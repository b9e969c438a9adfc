import { Button } from '@mantine/core'
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { durationText } from '../../format/number.ts'
import { api } from '../../hub/client.ts'
import { problemOf } from '../../hub/problem.ts'
import { hubText } from '../../i18n/hub-text.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import classes from './agent.module.css'
import { type AgentDraft, agentUpdate } from './draft.ts'

/** Asks the agent as it is on the screen, saved or not. */
export function TestAgent({ draft, instanceName }: { draft: AgentDraft; instanceName: string | null }) {
  const { t } = useTranslation(['instances', 'errors'])
  const locale = useLocale()
  const test = useMutation(api.instances.testAgent.mutationOptions())
  const problem = test.error ? problemOf(test.error) : null
  const isOk = test.data?.ok === true
  const ResultIcon = isOk ? IconCircleCheck : IconCircleX

  function run(): void {
    const { agent, agentApiKey } = agentUpdate(draft)
    test.mutate({ agent, agentApiKey, name: instanceName ?? undefined })
  }

  return (
    <div className={classes.test}>
      <Button variant="default" loading={test.isPending} onClick={run}>
        {t('instances:test')}
      </Button>
      <output className={classes.result} data-ok={isOk} aria-live="polite">
        {!test.isPending && (test.data || problem) && (
          <>
            <ResultIcon size={16} aria-hidden />
            {isOk && test.data
              ? t('instances:testOk', { duration: durationText(test.data.durationMs, locale) })
              : `${t('instances:testFailed')}: ${(test.data && hubText(test.data.message)) ?? problem?.message ?? t(`errors:${problem?.code ?? 'internal'}`)}`}
          </>
        )}
      </output>
    </div>
  )
}
