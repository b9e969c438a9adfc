import { useState } from 'react'
import type { AgentProfile, AgentType } from '../../../src-shared/contract/agents.ts'
import { AgentFields } from '../../components/agent/AgentFields.tsx'
import { draftErrors, draftOf, updateInput } from '../../components/agent/agent-draft.ts'
import { useUpdateAgent } from '../../components/agent/queries.ts'
import { movedSecrets } from '../../components/fields/secrets.ts'
import { notifyDone } from '../../components/notify.ts'
import { Panel } from '../../components/Panel.tsx'
import { SaveBar } from '../../components/SaveBar.tsx'
import { useDraft } from '../../components/use-draft.ts'
import { hubText } from '../../i18n/hub-text.ts'
import { useTranslation } from '../../i18n/use-translation.ts'

/** The built-in agent has none: what it says belongs to the accounts. */
export function AgentSettings({ profile, type }: { profile: AgentProfile; type: AgentType | undefined }) {
  const { t } = useTranslation(['agents', 'common'])
  const draft = useDraft(draftOf(profile))
  const [isChecked, setChecked] = useState(false)
  const update = useUpdateAgent(() => {
    notifyDone(t('common:saved'))
    draft.discard()
  })

  if (type === undefined || type.fields.length === 0) {
    return (
      <Panel title={t('settingsTitle')} text={type ? hubText(type.description) : undefined}>
        <p>{t('houseText')}</p>
      </Panel>
    )
  }

  const moved = movedSecrets(type.fields, profile.settings, draft.value.settings, profile.hasSecrets)

  function save(): void {
    setChecked(true)
    if (type !== undefined && draftErrors(draft.value, type, profile.hasSecrets, moved) === null)
      update.mutate(updateInput(profile.id, draft.value, moved))
  }

  return (
    <>
      <Panel title={t('settingsTitle')} text={hubText(type.description)}>
        <AgentFields
          draft={draft.value}
          type={type}
          hasSecrets={profile.hasSecrets}
          moved={moved}
          isChecked={isChecked}
          onChange={draft.change}
        />
      </Panel>
      <SaveBar isDirty={draft.isDirty} isPending={update.isPending} onSave={save} onDiscard={draft.discard} />
    </>
  )
}
