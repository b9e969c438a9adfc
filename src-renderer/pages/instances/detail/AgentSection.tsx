import { Link } from 'wouter'
import type { Instance } from '../../../../src-shared/contract/instances.ts'
import { HOUSE_PROFILE_ID } from '../../../../src-shared/house-profile.ts'
import { AgentChoice } from '../../../components/agent/AgentChoice.tsx'
import { HouseTextsForm } from '../../../components/agent/HouseTextsForm.tsx'
import { savedTexts } from '../../../components/agent/house-texts.ts'
import { Panel } from '../../../components/Panel.tsx'
import { SaveBar } from '../../../components/SaveBar.tsx'
import { useDraft } from '../../../components/use-draft.ts'
import { api } from '../../../hub/client.ts'
import { queryClient } from '../../../hub/query-client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { useUpdateInstance } from '../queries.ts'
import classes from './detail.module.css'

/** Who answers for this account, and what the house agent says for it. */
export function AgentSection({ instance }: { instance: Instance }) {
  const { t } = useTranslation(['accounts', 'agents', 'common'])
  const draft = useDraft({ agentProfileId: instance.agent.profileId, house: instance.house })
  const update = useUpdateInstance(t('common:saved'))
  const { agentProfileId, house } = draft.value
  const isHouse = agentProfileId === HOUSE_PROFILE_ID

  function save(): void {
    update.mutate(
      { name: instance.name, agentProfileId, house: savedTexts(house) },
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
        title={t('agentTitle')}
        text={t('agents:chooseText')}
        action={
          !isHouse && (
            <Link href={`/agents/${agentProfileId}`} className={classes.aside}>
              {t('agents:editThis')}
            </Link>
          )
        }
      >
        <AgentChoice
          label={t('agentTitle')}
          profileId={agentProfileId}
          onChange={(next) => draft.change({ ...draft.value, agentProfileId: next })}
        />
      </Panel>
      {isHouse && (
        <Panel title={t('houseTitle')} text={t('agents:house.intro')}>
          <HouseTextsForm value={house} onChange={(next) => draft.change({ ...draft.value, house: next })} />
        </Panel>
      )}
      <SaveBar isDirty={draft.isDirty} isPending={update.isPending} onSave={save} onDiscard={draft.discard} />
    </>
  )
}
