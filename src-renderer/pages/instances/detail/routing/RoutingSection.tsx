import { Button, Select } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Instance } from '../../../../../src-shared/contract/instances.ts'
import type { Route, Routing } from '../../../../../src-shared/contract/routing.ts'
import { useAgents } from '../../../../components/agent/queries.ts'
import { notifyProblem } from '../../../../components/notify.ts'
import { Panel } from '../../../../components/Panel.tsx'
import { SaveBar } from '../../../../components/SaveBar.tsx'
import { useDraft } from '../../../../components/use-draft.ts'
import { api } from '../../../../hub/client.ts'
import { queryClient } from '../../../../hub/query-client.ts'
import { hubText } from '../../../../i18n/hub-text.ts'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import { useUpdateInstance } from '../../queries.ts'
import { emptyWhen, hasHours, hasIntents, isComplete, moved } from './drafts.ts'
import { RuleCard } from './RuleCard.tsx'
import classes from './routing.module.css'
import { TryRules } from './TryRules.tsx'

const MAX_RULES = 50
const NOBODY = ''
const zones = (): string[] => ['UTC', ...Intl.supportedValuesOf('timeZone')]

/** Other agents for some messages: the rules of one instance, in the order in which they are looked at. */
export function RoutingSection({ instance }: { instance: Instance }) {
  const { t } = useTranslation(['agents', 'common'])
  const draft = useDraft(instance.routing)
  const update = useUpdateInstance(t('common:saved'))
  const { profiles } = useAgents()
  const [text, setText] = useState('')
  const attempt = useMutation(api.routing.try.mutationOptions({ onError: notifyProblem }))
  const { rules, timeZone, classifierProfileId } = draft.value
  const agents = (profiles ?? []).map(({ id, name }) => ({ value: id, label: hubText(name) }))
  const complete = rules.every(isComplete)

  function change(part: Partial<Routing>): void {
    attempt.reset()
    draft.change({ ...draft.value, ...part })
  }
  const changeRule = (at: number, rule: Route) => change({ rules: rules.with(at, rule) })

  function add(): void {
    const isFirst = !hasHours(draft.value)
    change({
      rules: [...rules, { id: crypto.randomUUID(), isOn: true, when: emptyWhen('keywords'), agentProfileId: '' }],
      // The shop's hours are those of the person who writes them down, until told otherwise.
      ...(isFirst ? { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone } : {}),
    })
  }

  function save(): void {
    update.mutate(
      { name: instance.name, routing: draft.value },
      {
        onSuccess: () => {
          draft.discard()
          void queryClient.invalidateQueries({ queryKey: api.agents.list.key() })
        },
      },
    )
  }

  return (
    <>
      <Panel
        title={t('routing.title')}
        text={t('routing.intro', { agent: hubText(instance.agent.name) })}
        action={
          rules.length < MAX_RULES && (
            <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>
              {t('routing.add')}
            </Button>
          )
        }
      >
        {rules.length === 0 && <p className={classes.empty}>{t('routing.empty')}</p>}
        <ol className={classes.rules}>
          {rules.map((rule, at) => (
            <RuleCard
              key={rule.id}
              rule={rule}
              number={at + 1}
              isLast={at === rules.length - 1}
              agents={agents}
              check={attempt.data?.checks.find(({ ruleId }) => ruleId === rule.id)}
              onChange={(next) => changeRule(at, next)}
              onMove={(by) => change({ rules: moved(rules, at, at + by) })}
              onRemove={() => change({ rules: rules.toSpliced(at, 1) })}
            />
          ))}
        </ol>
        <div className={classes.common}>
          {hasHours(draft.value) && (
            <Select
              label={t('routing.timeZone')}
              searchable
              allowDeselect={false}
              value={timeZone}
              data={zones()}
              limit={100}
              onChange={(zone) => change({ timeZone: zone ?? 'UTC' })}
            />
          )}
          {hasIntents(draft.value) && (
            <Select
              label={t('routing.classifier')}
              description={t('routing.classifierHelp')}
              allowDeselect={false}
              value={classifierProfileId ?? NOBODY}
              data={[{ value: NOBODY, label: t('routing.nobody') }, ...agents.filter(({ value }) => value !== 'house')]}
              onChange={(id) => change({ classifierProfileId: id || null })}
            />
          )}
        </div>
        {!complete && (
          <p className={classes.hint} role="status">
            {t('routing.incomplete')}
          </p>
        )}
      </Panel>
      {rules.length > 0 && (
        <TryRules
          text={text}
          onText={(next) => {
            setText(next)
            attempt.reset()
          }}
          onTry={() => attempt.mutate({ instanceName: instance.name, routing: { ...draft.value, rules: rules.filter(isComplete) }, text })}
          isTrying={attempt.isPending}
          choice={attempt.data ?? null}
        />
      )}
      <SaveBar isDirty={draft.isDirty} isPending={update.isPending} onSave={() => complete && save()} onDiscard={draft.discard} />
    </>
  )
}
