import { Button, SegmentedControl, Skeleton } from '@mantine/core'
import { IconBookmark, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { Instance } from '../../../../src-shared/contract/instances.ts'
import { EmptyState } from '../../../components/EmptyState.tsx'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { PageBody } from '../../../components/PageBody.tsx'
import { api } from '../../../hub/client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { useUi } from '../../../stores/ui.ts'
import { AgentPicker } from '../agent/AgentPicker.tsx'
import { likelyInstance } from '../agent/choice.ts'
import { VerdictCounts } from '../runs/VerdictMark.tsx'
import { countVerdicts, verdictOn, worstOf } from '../runs/verdict.ts'
import { ExampleCard } from './ExampleCard.tsx'
import classes from './examples.module.css'
import { chooseForExamples, exampleRuns, runExamples, stopExamples, turnKey, useExamples } from './examples-store.ts'

/** Saved tries, asked again after every change of an agent. */
export function Examples({ instances }: { instances: Instance[] }) {
  const { t } = useTranslation('playground')
  const examples = useQuery(api.playground.examples.list.queryOptions())
  const shown = useUi((ui) => ui.instanceFilter)
  const { choice, running } = useExamples()
  const answers = exampleRuns.useAnswers()
  if (examples.isPending) {
    return (
      <PageBody width={980}>
        {['a', 'b', 'c'].map((row) => (
          <Skeleton key={row} height={60} radius={12} />
        ))}
      </PageBody>
    )
  }
  if (examples.isError && !examples.data) return <ErrorState error={examples.error} onRetry={() => void examples.refetch()} />
  const all = examples.data ?? []
  if (all.length === 0) {
    return (
      <EmptyState
        icon={IconBookmark}
        title={t('noExamplesTitle')}
        text={t('noExamplesText')}
        action={
          <Button component={Link} href="/playground/talk" variant="default">
            {t('tab_talk')}
          </Button>
        }
      />
    )
  }
  const verdicts = all.map((example) =>
    worstOf(example.turns.map((turn, index) => verdictOn(turn.expected, answers[turnKey(example, index)]))),
  )
  const likely = likelyInstance(instances, shown)
  return (
    <PageBody width={980}>
      <div className={classes.bar}>
        <div className={classes.who}>
          <SegmentedControl
            aria-label={t('whoAnswers')}
            value={choice ? 'one' : 'own'}
            data={[
              { value: 'own', label: t('ownAgents') },
              { value: 'one', label: t('oneAgent') },
            ]}
            onChange={(value) => chooseForExamples(value === 'one' && likely ? { instanceName: likely.name, draft: null } : null)}
          />
          {choice && <AgentPicker label={t('whoAnswers')} instances={instances} choice={choice} onChange={chooseForExamples} />}
        </div>
        <VerdictCounts counts={countVerdicts(verdicts)} />
        {running.length > 0 ? (
          <Button variant="default" leftSection={<IconPlayerStop size={16} aria-hidden />} onClick={stopExamples}>
            {t('stop')}
          </Button>
        ) : (
          <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={() => void runExamples(all)}>
            {t('runAll', { count: all.length })}
          </Button>
        )}
      </div>
      <ul className={classes.list} aria-label={t('tab_examples')}>
        {all.map((example) => (
          <ExampleCard key={example.id} example={example} />
        ))}
      </ul>
    </PageBody>
  )
}
