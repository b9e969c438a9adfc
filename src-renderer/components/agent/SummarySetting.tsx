import { Select, Switch } from '@mantine/core'
import type { AgentFlags } from '../../../src-shared/contract/agents.ts'
import { HOUSE_PROFILE_ID } from '../../../src-shared/house-profile.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useAgents } from './queries.ts'

interface SummarySettingProps {
  /** Of the agent itself; null: not saved yet. */
  id: string | null
  flags: AgentFlags
  onChange: (part: Partial<AgentFlags>) => void
}

const ITSELF = ''

/** Is what no longer fits into the history told in a summary, and who writes it? */
export function SummarySetting({ id, flags, onChange }: SummarySettingProps) {
  const { t } = useTranslation('agents')
  const { profiles } = useAgents()
  // The built-in agent has fixed texts: it cannot write.
  const others = profiles?.filter((profile) => profile.id !== id && profile.id !== HOUSE_PROFILE_ID) ?? []
  const chosen = others.some((profile) => profile.id === flags.summaryProfileId) ? flags.summaryProfileId : ITSELF
  return (
    <>
      <Switch
        label={t('summarizes')}
        description={t('summarizesHelp')}
        checked={flags.summarizes}
        onChange={(event) => onChange({ summarizes: event.currentTarget.checked })}
      />
      {flags.summarizes && others.length > 0 && (
        <Select
          label={t('summaryBy')}
          description={t('summaryByHelp')}
          allowDeselect={false}
          data={[{ value: ITSELF, label: t('summaryByItself') }, ...others.map((profile) => ({ value: profile.id, label: profile.name }))]}
          value={chosen}
          onChange={(value) => onChange({ summaryProfileId: value === null || value === ITSELF ? null : value })}
        />
      )}
    </>
  )
}
