import { SegmentedControl } from '@mantine/core'
import type { Behaviour } from '../../../../../src-shared/contract/instances.ts'
import { Panel } from '../../../../components/Panel.tsx'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import { NamedGroups } from './NamedGroups.tsx'

const GROUP_MODES: Behaviour['groupMode'][] = ['never', 'mention', 'named', 'always']

type GroupChoice = Pick<Behaviour, 'groupMode' | 'answeredGroups'>

interface GroupsProps {
  instanceName: string
  value: GroupChoice
  onChange: (part: Partial<GroupChoice>) => void
}

/** In which groups the agent speaks. */
export function Groups({ instanceName, value, onChange }: GroupsProps) {
  const { t } = useTranslation('accounts')
  return (
    <Panel title={t('receiving.groupsTitle')} text={`${t(`receiving.groups_${value.groupMode}Help`)} ${t('receiving.groupsAreChannels')}`}>
      <SegmentedControl
        aria-label={t('receiving.groupsTitle')}
        value={value.groupMode}
        data={GROUP_MODES.map((mode) => ({ value: mode, label: t(`receiving.groups_${mode}`) }))}
        onChange={(mode) => onChange({ groupMode: GROUP_MODES.find((candidate) => candidate === mode) ?? 'mention' })}
      />
      {value.groupMode === 'named' && (
        <NamedGroups instanceName={instanceName} value={value.answeredGroups} onChange={(answeredGroups) => onChange({ answeredGroups })} />
      )}
    </Panel>
  )
}
