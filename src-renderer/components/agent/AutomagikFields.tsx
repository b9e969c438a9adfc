import { NumberInput, PasswordInput, Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { AgentSettings } from '../../../src-shared/contract/instances.ts'
import classes from './agent.module.css'
import type { AgentDraft } from './draft.ts'

const SHAPES: AgentSettings['shape'][] = ['auto', 'run', 'chat']

interface AutomagikFieldsProps {
  draft: AgentDraft
  hasApiKey: boolean
  isUrlWrong: boolean
  onChange: (draft: AgentDraft) => void
}

export function AutomagikFields({ draft, hasApiKey, isUrlWrong, onChange }: AutomagikFieldsProps) {
  const { t } = useTranslation(['instances', 'wizard', 'common'])
  const { agent } = draft
  const change = (part: Partial<AgentSettings>) => onChange({ ...draft, agent: { ...agent, ...part } })
  return (
    <div className={classes.fields}>
      <TextInput
        type="url"
        label={t('instances:agentUrl')}
        placeholder={t('instances:agentUrlPlaceholder')}
        maxLength={2000}
        spellCheck={false}
        value={agent.url}
        error={isUrlWrong && t('wizard:fieldUrl')}
        onChange={(event) => change({ url: event.currentTarget.value })}
      />
      <div className={classes.pair}>
        <TextInput
          label={t('instances:agentId')}
          maxLength={200}
          spellCheck={false}
          value={agent.agentId}
          onChange={(event) => change({ agentId: event.currentTarget.value })}
        />
        <PasswordInput
          label={t('instances:agentApiKey')}
          autoComplete="off"
          maxLength={2000}
          placeholder={hasApiKey ? t('instances:secretSaved') : undefined}
          visibilityToggleButtonProps={{ 'aria-label': t('common:show') }}
          value={draft.apiKey}
          onChange={(event) => onChange({ ...draft, apiKey: event.currentTarget.value })}
        />
        <Select
          label={t('instances:agentShape')}
          allowDeselect={false}
          value={agent.shape}
          data={SHAPES.map((shape) => ({ value: shape, label: t(`instances:shape_${shape}`) }))}
          onChange={(value) => change({ shape: SHAPES.find((shape) => shape === value) ?? 'auto' })}
        />
        <NumberInput
          label={t('instances:agentTimeout')}
          min={1}
          max={600}
          clampBehavior="blur"
          allowDecimal={false}
          value={agent.timeoutMs / 1000}
          onChange={(value) => {
            if (typeof value === 'number' && value >= 1) change({ timeoutMs: value * 1000 })
          }}
        />
      </div>
    </div>
  )
}
