import { Radio, Stack } from '@mantine/core'
import type { Behaviour } from '../../../../../src-shared/contract/instances.ts'
import { WholeNumber } from '../../../../components/fields/WholeNumber.tsx'
import { Panel } from '../../../../components/Panel.tsx'
import { useTranslation } from '../../../../i18n/use-translation.ts'

const MODES: Behaviour['catchUp'][] = ['answer', 'list']
const WEEK_MINUTES = 10_080

interface CatchUpProps {
  value: Behaviour
  onChange: (part: Partial<Behaviour>) => void
}

/** What is done with messages that came while this computer was off, asleep or without a network. */
export function CatchUp({ value, onChange }: CatchUpProps) {
  const { t } = useTranslation('accounts')
  return (
    <Panel title={t('receiving.catchUpTitle')} text={t('receiving.catchUpText')}>
      <Radio.Group
        aria-label={t('receiving.catchUpTitle')}
        value={value.catchUp}
        onChange={(mode) => onChange({ catchUp: MODES.find((candidate) => candidate === mode) ?? 'answer' })}
      >
        <Stack gap={12}>
          {MODES.map((mode) => (
            <Radio key={mode} value={mode} label={t(`receiving.catchUp_${mode}`)} description={t(`receiving.catchUp_${mode}Help`)} />
          ))}
        </Stack>
      </Radio.Group>
      {value.catchUp === 'answer' && (
        <WholeNumber
          mt={16}
          maw={280}
          label={t('receiving.catchUpMinutes')}
          description={t('receiving.catchUpMinutesHelp')}
          suffix={` ${t('receiving.minutes')}`}
          min={1}
          max={WEEK_MINUTES}
          step={5}
          value={value.catchUpMinutes}
          onChange={(catchUpMinutes) => onChange({ catchUpMinutes })}
        />
      )}
    </Panel>
  )
}
