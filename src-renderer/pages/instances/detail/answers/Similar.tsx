import { Select } from '@mantine/core'
import type { AgentProfile } from '../../../../../src-shared/contract/agents.ts'
import type { AnswerCacheSettings } from '../../../../../src-shared/contract/answer-cache.ts'
import { draftOf } from '../../../../components/agent/agent-draft.ts'
import { ListedField } from '../../../../components/agent/ListedField.tsx'
import { useAgents } from '../../../../components/agent/queries.ts'
import { WholeNumber } from '../../../../components/fields/WholeNumber.tsx'
import { hubText } from '../../../../i18n/hub-text.ts'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import detail from '../detail.module.css'
import { lacksModel } from './drafts.ts'

type SimilarSettings = AnswerCacheSettings['similar']

const NOBODY = ''

interface SimilarProps {
  value: SimilarSettings
  profiles: AgentProfile[]
  onChange: (value: SimilarSettings) => void
}

/** Who tells whether another question says the same, and how alike it must be. */
export function Similar({ value, profiles, onChange }: SimilarProps) {
  const { t } = useTranslation('agents')
  const { types = [] } = useAgents()
  const able = profiles.filter(({ kind }) => types.some((type) => type.kind === kind && type.offers.embeddings === true))
  const chosen = able.find(({ id }) => id === value.profileId)
  const change = (part: Partial<SimilarSettings>) => onChange({ ...value, ...part })
  return (
    <>
      <Select
        label={t('answerCache.similar')}
        description={able.length === 0 ? t('answerCache.noEmbeddings') : t('answerCache.similarHelp')}
        allowDeselect={false}
        value={value.profileId ?? NOBODY}
        data={[{ value: NOBODY, label: t('answerCache.onlySame') }, ...able.map(({ id, name }) => ({ value: id, label: hubText(name) }))]}
        onChange={(id) => change({ profileId: id || null })}
      />
      {chosen && (
        <div className={detail.pair}>
          <ListedField
            field={{
              name: 'model',
              label: t('answerCache.model'),
              help: t('answerCache.modelHelp'),
              kind: 'listed',
              required: true,
            }}
            draft={{ ...draftOf(chosen), settings: { ...chosen.settings, model: value.model } }}
            error={lacksModel(value) ? t('answerCache.modelMissing') : undefined}
            onChange={({ model }) => change({ model: typeof model === 'string' ? model : '' })}
          />
          <WholeNumber
            label={t('answerCache.threshold')}
            description={t('answerCache.thresholdHelp')}
            min={80}
            max={100}
            value={Math.round(value.threshold * 100)}
            onChange={(percent) => change({ threshold: percent / 100 })}
          />
        </div>
      )}
    </>
  )
}
