import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { HOUSE_PROFILE_ID } from '../../../../src-shared/house-profile.ts'
import { AgentChoice } from '../../../components/agent/AgentChoice.tsx'
import classesOfAgent from '../../../components/agent/agent.module.css'
import { HouseTextsForm } from '../../../components/agent/HouseTextsForm.tsx'
import { savedTexts } from '../../../components/agent/house-texts.ts'
import { Form } from '../../../components/Form.tsx'
import { ProblemAlert } from '../../../components/ProblemAlert.tsx'
import { api } from '../../../hub/client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { recordInstance } from '../queries.ts'
import { Question } from './Question.tsx'
import type { ScreenProps } from './screen-props.ts'
import { useCreate } from './use-create.ts'
import classes from './wizard.module.css'

/** Who answers. An account that was asked nothing before comes to be here. */
export function AgentStep({ draft, onChange, onNext }: ScreenProps) {
  const { t } = useTranslation(['wizard', 'common', 'house'])
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
    if (draft.createdName === null) create.mutate({ isAgentChosen: true })
    else save.mutate({ name: draft.createdName, agentProfileId: draft.agentProfileId, house: savedTexts(draft.house) })
  }

  return (
    <Form onSubmit={submit} noValidate>
      <Question title={t('wizard:agentTitle')} text={t('wizard:agentText')} />
      <div className={classesOfAgent.fields}>
        <AgentChoice
          label={t('wizard:agentTitle')}
          profileId={draft.agentProfileId}
          onChange={(agentProfileId) => onChange({ ...draft, agentProfileId })}
        />
        {draft.agentProfileId === HOUSE_PROFILE_ID && (
          <div>
            <p className={classesOfAgent.help}>{t('house:intro')}</p>
            <HouseTextsForm value={draft.house} onChange={(house) => onChange({ ...draft, house })} />
          </div>
        )}
      </div>
      <ProblemAlert error={create.error ?? save.error} />
      <div className={classes.actions} data-sticky>
        <Button type="submit" size="md" loading={create.isPending || save.isPending}>
          {t('common:continue')}
        </Button>
      </div>
    </Form>
  )
}
