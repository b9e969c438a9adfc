import { Button, Modal, Select } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { AgentProfile, AgentType } from '../../../../src-shared/contract/agents.ts'
import type { Instance } from '../../../../src-shared/contract/instances.ts'
import { HOUSE_PROFILE_ID } from '../../../../src-shared/house-profile.ts'
import { AgentFields } from '../../../components/agent/AgentFields.tsx'
import { draftErrors, draftOf } from '../../../components/agent/agent-draft.ts'
import { HouseTextsForm } from '../../../components/agent/HouseTextsForm.tsx'
import { savedTexts } from '../../../components/agent/house-texts.ts'
import { changedSecrets, movedSecrets } from '../../../components/fields/secrets.ts'
import { notifyDone, notifyProblem } from '../../../components/notify.ts'
import { api, hub } from '../../../hub/client.ts'
import { queryClient } from '../../../hub/query-client.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { recordInstance } from '../../instances/queries.ts'
import classes from './agent.module.css'
import { type AgentTry, savedTry } from './choice.ts'

interface ChangeAgentProps {
  isOpen: boolean
  instance: Instance
  profiles: AgentProfile[]
  types: AgentType[]
  draft: AgentTry | null
  /** Null: as it is saved. */
  onUse: (draft: AgentTry | null) => void
  onClose: () => void
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** The agent's own form: what is changed here holds for tries alone, until somebody saves it for real. */
export function ChangeAgent({ isOpen, instance, profiles, types, draft, onUse, onClose }: ChangeAgentProps) {
  const { t } = useTranslation(['playground', 'common', 'accounts', 'agents'])
  const saved = profiles.find(({ id }) => id === instance.agent.profileId)
  const [value, setValue] = useState(draft ?? (saved && savedTry(instance, saved)))
  const [isChecked, setChecked] = useState(false)
  const profile = profiles.find(({ id }) => id === value?.profileId)
  const type = types.find(({ kind }) => kind === profile?.kind)
  const moved = profile && type && value ? movedSecrets(type.fields, profile.settings, value.settings, profile.hasSecrets) : []
  const isChanged = saved !== undefined && !same(value, savedTry(instance, saved))
  const save = useMutation({
    async mutationFn({ profileId, settings, secrets, house }: AgentTry) {
      if (profile && (!same(settings, profile.settings) || Object.keys(secrets).length > 0))
        await hub.agents.update({ id: profileId, settings, secrets: changedSecrets(secrets, moved) })
      return hub.instances.update({ name: instance.name, agentProfileId: profileId, house: savedTexts(house) })
    },
    onSuccess(updated) {
      recordInstance(updated)
      void queryClient.invalidateQueries({ queryKey: api.agents.list.key() })
      notifyDone(t('savedFor', { name: instance.displayName }))
      onUse(null)
    },
    onError: notifyProblem,
  })
  if (value === undefined || profile === undefined || type === undefined) return null
  const agentDraft = { ...draftOf(profile), settings: value.settings, secrets: value.secrets }
  const others = profile.usedBy.filter((name) => name !== instance.name)
  const checked = (run: () => void) => () => {
    setChecked(true)
    if (draftErrors(agentDraft, type, profile.hasSecrets, moved) === null) run()
  }

  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size={720}
      title={t('changeTitle', { name: instance.displayName })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <p className={classes.hint}>{t('changeText')}</p>
      <div className={classes.form}>
        <Select
          label={t('accounts:agentTitle')}
          allowDeselect={false}
          value={value.profileId}
          data={profiles.map(({ id, name }) => ({ value: id, label: hubText(name) }))}
          onChange={(id) => {
            const next = profiles.find((one) => one.id === id)
            if (next) setValue({ ...value, profileId: next.id, settings: next.settings, secrets: {} })
          }}
        />
        {profile.id === HOUSE_PROFILE_ID ? (
          <HouseTextsForm value={value.house} onChange={(house) => setValue({ ...value, house })} />
        ) : (
          <AgentFields
            isBare
            draft={agentDraft}
            type={type}
            hasSecrets={profile.hasSecrets}
            moved={moved}
            isChecked={isChecked}
            onChange={({ settings, secrets }) => setValue({ ...value, settings, secrets })}
          />
        )}
        {others.length > 0 && profile.id !== HOUSE_PROFILE_ID && (
          <p className={classes.hint}>{t('alsoAnswers', { names: others.join(', ') })}</p>
        )}
      </div>
      <div className={classes.actions}>
        <Button variant="subtle" color="gray" disabled={!isChanged} loading={save.isPending} onClick={checked(() => save.mutate(value))}>
          {t('saveForReal', { name: instance.displayName })}
        </Button>
        <span className={classes.space} />
        <Button variant="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button onClick={checked(() => onUse(isChanged ? { ...value, secrets: changedSecrets(value.secrets, moved) } : null))}>
          {t('useForTry')}
        </Button>
      </div>
    </Modal>
  )
}
