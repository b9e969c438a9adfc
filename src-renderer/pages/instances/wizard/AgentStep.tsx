import { Alert, Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { ChannelType } from '../../../../src-shared/contract/instances.ts'
import { HOUSE_PROFILE_ID } from '../../../../src-shared/house-profile.ts'
import { hasWordsToSay } from '../../../../src-shared/house-words.ts'
import { AgentChoice } from '../../../components/agent/AgentChoice.tsx'
import classesOfAgent from '../../../components/agent/agent.module.css'
import { HouseTextsForm } from '../../../components/agent/HouseTextsForm.tsx'
import { withSamples } from '../../../components/agent/house-sample.ts'
import { savedTexts } from '../../../components/agent/house-texts.ts'
import { Form } from '../../../components/Form.tsx'
import { ProblemAlert } from '../../../components/ProblemAlert.tsx'
import { api } from '../../../hub/client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { recordInstance } from '../queries.ts'
import { Question } from './Question.tsx'
import type { ScreenProps } from './screen-props.ts'
import { useCreate } from './use-create.ts'
import { WizardActions } from './WizardActions.tsx'

interface AgentStepProps extends ScreenProps {
  type: ChannelType | undefined
}

/**
 * Who answers. An account that was asked nothing before comes to be here. What customers of a real one get is in the
 * owner's words, or a greeting that they chose: the samples are there to look at.
 */
export function AgentStep({ draft, type, onChange, onNext }: AgentStepProps) {
  const id = useId()
  const [isChecked, setChecked] = useState(false)
  const isForTrying = type?.isForTrying === true
  const isHouse = draft.agentProfileId === HOUSE_PROFILE_ID
  const isMissing = isHouse && !isForTrying && !hasWordsToSay(draft.house)
  const { t } = useTranslation(['accounts', 'common', 'agents'])
  const create = useCreate(draft, onNext)
  const save = useMutation(
    api.instances.update.mutationOptions({
      onSuccess: (instance) => {
        recordInstance(instance)
        onNext(draft)
      },
    }),
  )

  function submit(): void {
    setChecked(true)
    if (isMissing) return
    const house = savedTexts(isForTrying ? withSamples(draft.house) : draft.house)
    const agent = { agentProfileId: draft.agentProfileId, house }
    if (draft.createdName === null) create.mutate({ agent })
    else save.mutate({ name: draft.createdName, ...agent })
  }

  return (
    <Form id={id} onSubmit={submit} noValidate>
      <Question title={t('wizard.agentTitle')} text={t('wizard.agentText')} />
      <div className={classesOfAgent.fields}>
        <AgentChoice
          label={t('wizard.agentTitle')}
          profileId={draft.agentProfileId}
          onChange={(agentProfileId) => onChange({ ...draft, agentProfileId })}
        />
        {isHouse && (
          <div>
            <p className={classesOfAgent.help}>{t(isForTrying ? 'agents:house.samplesUsed' : 'agents:house.intro')}</p>
            <HouseTextsForm value={draft.house} isForTrying={isForTrying} onChange={(house) => onChange({ ...draft, house })} />
          </div>
        )}
      </div>
      <WizardActions
        notice={
          isChecked && isMissing ? (
            <Alert color="amber" role="alert">
              {t('agents:house.textsMissing')}
            </Alert>
          ) : (
            <ProblemAlert error={create.error ?? save.error} />
          )
        }
      >
        <Button type="submit" form={id} size="md" loading={create.isPending || save.isPending}>
          {t('common:continue')}
        </Button>
      </WizardActions>
    </Form>
  )
}
