import { Checkbox, Radio, Stack, TextInput } from '@mantine/core'
import type { AgentContext } from '../../../../../src-shared/contract/context.ts'
import type { Behaviour } from '../../../../../src-shared/contract/instances.ts'
import { WholeNumber } from '../../../../components/fields/WholeNumber.tsx'
import { GrowingTextarea } from '../../../../components/GrowingTextarea.tsx'
import { Panel } from '../../../../components/Panel.tsx'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import classes from '../detail.module.css'
import { SecondsInput } from '../SecondsInput.tsx'

const SCOPES: AgentContext['scope'][] = ['person', 'chat', 'person_in_chat']
const TOLD: (keyof AgentContext['tells'])[] = ['shop', 'name', 'visits', 'labels', 'notes']
const LIMITS = [
  { field: 'messages', max: 200, step: 5 },
  { field: 'characters', max: 200_000, step: 1000 },
  { field: 'maxAgeHours', max: 87_600, step: 24 },
] as const
const MINUTE_MS = 60_000
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS

interface MemoryProps {
  value: Behaviour
  onChange: (part: Partial<Behaviour>) => void
}

/** What the agent is told of what was said before, and when it starts over. */
export function Memory({ value, onChange }: MemoryProps) {
  const { t } = useTranslation('accounts')
  const { context } = value
  const change = (part: Partial<AgentContext>) => onChange({ context: { ...context, ...part } })
  return (
    <Panel title={t('sessionTitle')} text={t('context.intro')}>
      <div className={classes.form}>
        <div className={classes.pair}>
          {LIMITS.map(({ field, max, step }) => (
            <WholeNumber
              key={field}
              label={t(`context.${field}`)}
              description={t(`context.${field}Help`)}
              max={max}
              step={step}
              value={context[field]}
              onChange={(next) => change({ [field]: next })}
            />
          ))}
          <SecondsInput
            label={t('sessionTimeout')}
            unitMs={MINUTE_MS}
            minMs={MINUTE_MS}
            maxMs={WEEK_MS}
            valueMs={value.sessionTimeoutMs}
            onChange={(sessionTimeoutMs) => onChange({ sessionTimeoutMs })}
          />
        </div>
        <Checkbox.Group
          label={t('context.tells')}
          description={t('context.tellsHelp')}
          value={TOLD.filter((fact) => context.tells[fact])}
          onChange={(told) =>
            change({ tells: Object.fromEntries(TOLD.map((fact) => [fact, told.includes(fact)])) as AgentContext['tells'] })
          }
        >
          <Stack gap={10} mt={10}>
            {TOLD.map((fact) => (
              <Checkbox key={fact} value={fact} label={t(`context.tells_${fact}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Radio.Group
          label={t('context.scope')}
          description={t('context.scopeHelp')}
          value={context.scope}
          onChange={(scope) => change({ scope: SCOPES.find((one) => one === scope) ?? 'person' })}
        >
          <Stack gap={10} mt={10}>
            {SCOPES.map((scope) => (
              <Radio key={scope} value={scope} label={t(`context.scope_${scope}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <div className={classes.pair}>
          <TextInput
            label={t('context.resetWord')}
            description={t('context.resetWordHelp')}
            maxLength={40}
            value={context.resetWord}
            onChange={(event) => change({ resetWord: event.currentTarget.value })}
          />
          <TextInput
            label={t('sessionPrefix')}
            description={t('sessionPrefixHelp')}
            maxLength={100}
            value={value.sessionPrefix}
            onChange={(event) => onChange({ sessionPrefix: event.currentTarget.value })}
          />
        </div>
        {context.resetWord !== '' && (
          <GrowingTextarea
            label={t('context.resetText')}
            minRows={1}
            maxRows={6}
            maxLength={4000}
            value={context.resetText}
            onChange={(event) => change({ resetText: event.currentTarget.value })}
          />
        )}
      </div>
    </Panel>
  )
}
