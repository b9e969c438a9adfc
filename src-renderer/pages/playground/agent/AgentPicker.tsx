import { ActionIcon, Button, Select, Tooltip } from '@mantine/core'
import { IconAdjustments, IconRestore } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Instance } from '../../../../src-shared/contract/instances.ts'
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
  const { t } = useTranslation(['playground', 'instances'])
  const [isChanging, setChanging] = useState(false)
  const instance = instances.find(({ name }) => name === choice.instanceName)
  const settings = choice.draft?.agent ?? instance?.agent
  const kind = settings === undefined ? '' : t(`instances:agent_${settings.kind}`)
  return (
    <div className={classes.picker}>
      <Select
        className={classes.select}
        label={label}
        allowDeselect={false}
        value={choice.instanceName}
        data={instances.map(({ name }) => ({ value: name, label: t('playground:agentOf', { name }) }))}
        onChange={(name) => {
          if (name !== null && name !== choice.instanceName) onChange({ instanceName: name, draft: null })
        }}
      />
      <Button
        variant="default"
        leftSection={<IconAdjustments size={16} aria-hidden />}
        disabled={instance === undefined}
        onClick={() => setChanging(true)}
      >
        {t('playground:change')}
      </Button>
      {choice.draft && (
        <Tooltip label={t('playground:undoChanges')}>
          <ActionIcon aria-label={t('playground:undoChanges')} onClick={() => onChange({ ...choice, draft: null })}>
            <IconRestore size={16} />
          </ActionIcon>
        </Tooltip>
      )}
      <p className={classes.kind} data-changed={choice.draft !== null || undefined}>
        {choice.draft ? t('playground:changedAgent', { kind }) : kind}
      </p>
      {instance && (
        <ChangeAgent
          key={`${instance.name}:${isChanging}`}
          isOpen={isChanging}
          instance={instance}
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
