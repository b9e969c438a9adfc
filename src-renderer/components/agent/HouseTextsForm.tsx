import { Checkbox } from '@mantine/core'
import type { HouseTexts } from '../../../src-shared/contract/instances.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { GrowingTextarea } from '../GrowingTextarea.tsx'
import classes from './agent.module.css'
import { FaqList } from './FaqList.tsx'
import { sampleHouseTexts } from './house-sample.ts'

/** In the order in which a customer meets them. */
const FIELDS = ['greeting', 'openingHours', 'address', 'priceList', 'handover'] as const
const LIMITS = { greeting: 4000, openingHours: 4000, address: 4000, priceList: 20_000, handover: 4000 }

interface HouseTextsFormProps {
  value: HouseTexts
  /** Of an account that no customer can reach: it greets whatever is written here. */
  isForTrying?: boolean
  onChange: (value: HouseTexts) => void
}

/** What the house agent says. */
export function HouseTextsForm({ value, isForTrying = false, onChange }: HouseTextsFormProps) {
  const { t } = useTranslation('agents')
  const samples = sampleHouseTexts()
  return (
    <div className={classes.texts}>
      {!isForTrying && (
        <Checkbox
          className={classes.simpleGreeting}
          label={t('house.simpleGreeting')}
          description={t('house.simpleGreetingHelp')}
          checked={value.simpleGreeting}
          onChange={(event) => onChange({ ...value, simpleGreeting: event.currentTarget.checked })}
        />
      )}
      {FIELDS.map((field) => (
        <GrowingTextarea
          key={field}
          label={t(`house.${field}`)}
          description={t(`house.${field}Help`)}
          minRows={field === 'priceList' ? 3 : 1}
          maxRows={10}
          maxLength={LIMITS[field]}
          placeholder={samples[field]}
          value={value[field]}
          onChange={(event) => onChange({ ...value, [field]: event.currentTarget.value })}
        />
      ))}
      <FaqList faqs={value.faqs} samples={samples.faqs} onChange={(faqs) => onChange({ ...value, faqs })} />
    </div>
  )
}
