import { Chip, Group, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { AgentType } from '../../../src-shared/contract/agents.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { DeclaredFields } from '../fields/DeclaredFields.tsx'
import { missingSecrets } from '../fields/secrets.ts'
import { WholeNumber } from '../fields/WholeNumber.tsx'
import classes from './agent.module.css'
import { type AgentDraft, draftErrors, onTry } from './agent-draft.ts'
import { ListedField } from './ListedField.tsx'
import { SummarySetting } from './SummarySetting.tsx'
import { TestAgent } from './TestAgent.tsx'

interface AgentFieldsProps {
  draft: AgentDraft
  type: AgentType
  hasSecrets: Record<string, boolean>
  moved?: readonly string[]
  /** Somebody tried to save: what is wrong is shown. */
  isChecked: boolean
  /** Only its own fields: neither its name nor how it is treated. */
  isBare?: boolean
  onChange: (draft: AgentDraft) => void
}

/** The form that the kind of agent declares for itself, with what all kinds have. */
export function AgentFields({ draft, type, hasSecrets, moved = [], isChecked, isBare = false, onChange }: AgentFieldsProps) {
  const { t } = useTranslation(['agents', 'accounts'])
  const [isTested, setTested] = useState(false)
  const errors = isChecked ? draftErrors(draft, type, hasSecrets, moved) : null
  // A test goes nowhere either without the key that its address needs.
  const missing = missingSecrets(moved, draft.secrets)
  const untold = isTested ? Object.fromEntries(missing.map((name) => [name, 'fieldRequired' as const])) : {}
  const preset = type.presets.find(({ settings }) => Object.entries(settings).every(([name, value]) => draft.settings[name] === value))
  return (
    <div className={classes.fields}>
      {!isBare && (
        <TextInput
          label={t('name')}
          description={t('nameHelp')}
          maxLength={100}
          autoComplete="off"
          value={draft.name}
          error={errors?.name && t('nameNeeded')}
          onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
        />
      )}
      {type.presets.length > 0 && (
        <div>
          <p className={classes.label}>{t('presets')}</p>
          <Chip.Group
            value={preset?.name ?? ''}
            onChange={(name) => {
              const chosen = type.presets.find((one) => one.name === name)
              if (chosen) onChange({ ...draft, settings: { ...draft.settings, ...chosen.settings } })
            }}
          >
            <Group gap={8}>
              {type.presets.map(({ name }) => (
                <Chip key={name} value={name} variant="outline">
                  {name}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        </div>
      )}
      <DeclaredFields
        fields={type.fields}
        values={draft}
        hasSecrets={hasSecrets}
        moved={moved}
        errors={errors?.fields ?? untold}
        onChange={(values) => onChange({ ...draft, ...values })}
        more={
          !isBare && (
            <>
              <WholeNumber
                label={t('timeout')}
                min={1}
                max={600}
                value={draft.timeoutMs / 1000}
                onChange={(seconds) => onChange({ ...draft, timeoutMs: seconds * 1000 })}
              />
              {type.offers.images && (
                <Switch
                  label={t('takesImages')}
                  description={t('takesImagesHelp')}
                  checked={draft.flags.takesImages}
                  onChange={(event) => onChange({ ...draft, flags: { ...draft.flags, takesImages: event.currentTarget.checked } })}
                />
              )}
              <SummarySetting
                id={draft.id}
                flags={draft.flags}
                onChange={(part) => onChange({ ...draft, flags: { ...draft.flags, ...part } })}
              />
              <Switch
                label={t('usesPersonalData')}
                description={t('usesPersonalDataHelp')}
                checked={draft.flags.usesPersonalData}
                onChange={(event) => onChange({ ...draft, flags: { ...draft.flags, usesPersonalData: event.currentTarget.checked } })}
              />
            </>
          )
        }
        listed={(field, error) => (
          <ListedField field={field} draft={draft} moved={moved} error={error} onChange={(settings) => onChange({ ...draft, settings })} />
        )}
      />
      <TestAgent agent={onTry(draft, moved)} onRefused={missing.length > 0 ? () => setTested(true) : null} />
    </div>
  )
}
