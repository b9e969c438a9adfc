import { Switch } from '@mantine/core'
import type { Behaviour } from '../../../../../src-shared/contract/instances.ts'
import { WholeNumber } from '../../../../components/fields/WholeNumber.tsx'
import { Panel } from '../../../../components/Panel.tsx'
import { useTranslation } from '../../../../i18n/use-translation.ts'

const WEEK_MINUTES = 10_080

interface PhoneTakeoverProps {
  value: Behaviour['phoneTakeover']
  onChange: (part: Partial<Behaviour>) => void
}

/** What somebody who answers on the account's own phone means for the agent. */
export function PhoneTakeover({ value, onChange }: PhoneTakeoverProps) {
  const { t } = useTranslation('accounts')
  const change = (part: Partial<Behaviour['phoneTakeover']>) => onChange({ phoneTakeover: { ...value, ...part } })
  return (
    <Panel title={t('receiving.phoneTitle')} text={t('receiving.phoneText')}>
      <Switch label={t('receiving.phoneOn')} checked={value.isOn} onChange={(event) => change({ isOn: event.currentTarget.checked })} />
      {value.isOn && (
        <WholeNumber
          mt={16}
          maw={280}
          label={t('receiving.phoneMinutes')}
          description={t('receiving.phoneMinutesHelp')}
          suffix={` ${t('receiving.minutes')}`}
          min={1}
          max={WEEK_MINUTES}
          step={5}
          value={value.minutes}
          onChange={(minutes) => change({ minutes })}
        />
      )}
    </Panel>
  )
}
