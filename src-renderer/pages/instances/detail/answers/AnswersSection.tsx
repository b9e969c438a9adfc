import type { AnswerCacheSettings } from '../../../../../src-shared/contract/answer-cache.ts'
import type { Instance } from '../../../../../src-shared/contract/instances.ts'
import { SaveBar } from '../../../../components/SaveBar.tsx'
import { useDraft } from '../../../../components/use-draft.ts'
import { api } from '../../../../hub/client.ts'
import { queryClient } from '../../../../hub/query-client.ts'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import { useUpdateInstance } from '../../queries.ts'
import { isComplete, lacksModel, topicsOf } from './drafts.ts'
import { Figures } from './Figures.tsx'
import { FixedAnswers } from './FixedAnswers.tsx'
import { KeptAnswers } from './KeptAnswers.tsx'
import { Reuse } from './Reuse.tsx'

/** What one instance answers without asking its agent: what was answered before, and what the owner wrote. */
export function AnswersSection({ instance }: { instance: Instance }) {
  const { t } = useTranslation('common')
  const saved = instance.behaviour.answerCache
  const draft = useDraft(saved)
  const update = useUpdateInstance(t('saved'))
  const { value } = draft
  const change = (part: Partial<AnswerCacheSettings>) => draft.change({ ...value, ...part })
  const canSave = value.fixed.every(isComplete) && !lacksModel(value.similar)

  function save(): void {
    if (!canSave) return
    update.mutate(
      { name: instance.name, behaviour: { answerCache: value } },
      {
        onSuccess: () => {
          draft.discard()
          void queryClient.invalidateQueries({ queryKey: api.answerCache.key() })
          // An agent that is in use here cannot be deleted.
          void queryClient.invalidateQueries({ queryKey: api.agents.list.key() })
        },
      },
    )
  }

  return (
    <>
      <Figures instanceName={instance.name} isOn={saved.isOn || saved.fixed.some(({ isOn }) => isOn)} />
      <Reuse instance={instance} value={value} onChange={change} />
      <FixedAnswers
        instanceName={instance.name}
        fixed={value.fixed}
        topics={topicsOf(instance.routing)}
        onChange={(fixed) => change({ fixed })}
      />
      <KeptAnswers instanceName={instance.name} isOn={saved.isOn} />
      <SaveBar isDirty={draft.isDirty} isPending={update.isPending} onSave={save} onDiscard={draft.discard} />
    </>
  )
}
