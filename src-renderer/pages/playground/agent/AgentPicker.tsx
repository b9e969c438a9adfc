import { ActionIcon, Button, Select, Tooltip } from '@mantine/core'
import { IconAdjustments, IconRestore } from '@tabler/icons-react'
import { useState } from 'react'
import type { Instance } from '../../../../src-shared/contract/instances.ts'
import { useAgents } from '../../../components/agent/queries.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './agent.module.css'
import { ChangeAgent } from './ChangeAgent.tsx'
import type { AgentChoice } from './choice.ts'

interface AgentPickerProps {
  label: string
  instances: Instance[]
  choice: AgentChoice
  onChange: (choice: AgentChoice) => void
}

/** Whose agent is asked, and what is changed about it for this try. */
export function AgentPicker({ label, instances, choice, onChange }: AgentPickerProps) {
  const { t } = useTranslation('playground')
  const [isChanging, setChanging] = useState(false)
  const instance = instances.find(({ name }) => name === choice.instanceName)
  const { profiles, types } = useAgents()
  const asked = profiles?.find(({ id }) => id === (choice.draft?.profileId ?? instance?.agent.profileId))
  const kind = asked === undefined ? '' : hubText(asked.name)
  return (
    <div className={classes.picker}>
      <Select
        className={classes.select}
        label={label}
        allowDeselect={false}
        value={choice.instanceName}
        data={instances.map(({ name, displayName }) => ({ value: name, label: t('agentOf', { name: displayName }) }))}
        onChange={(name) => {
          if (name !== null && name !== choice.instanceName) onChange({ instanceName: name, draft: null })
        }}
      />
      <Button
        variant="default"
        leftSection={<IconAdjustments size={16} aria-hidden />}
        disabled={instance === undefined || !profiles || !types}
        onClick={() => setChanging(true)}
      >
        {t('change')}
      </Button>
      {choice.draft && (
        <Tooltip label={t('undoChanges')}>
          <ActionIcon aria-label={t('undoChanges')} onClick={() => onChange({ ...choice, draft: null })}>
            <IconRestore size={16} />
          </ActionIcon>
        </Tooltip>
      )}
      <p className={classes.kind} data-changed={choice.draft !== null || undefined}>
        {choice.draft ? t('changedAgent', { kind }) : kind}
      </p>
      {instance && profiles && types && (
        <ChangeAgent
          key={`${instance.name}:${isChanging}`}
          isOpen={isChanging}
          instance={instance}
          profiles={profiles}
          types={types}
          draft={choice.draft}
          onUse={(draft) => {
            setChanging(false)
            onChange({ ...choice, draft })
          }}
          onClose={() => setChanging(false)}
        />
      )}
    </div>
  )
}
