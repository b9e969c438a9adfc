import i18next from 'i18next'
import type { HouseTexts } from '../../../src-shared/contract/instances.ts'

/** A small bakery in the language of the panel, so that a newcomer's first question gets a real answer. */
export function sampleHouseTexts(): HouseTexts {
  const { t } = i18next
  return {
    greeting: t('house:sampleGreeting'),
    openingHours: t('house:sampleOpeningHours'),
    address: t('house:sampleAddress'),
    priceList: t('house:samplePriceList'),
    handover: t('house:sampleHandover'),
    faqs: [
      { question: t('house:sampleQuestion1'), answer: t('house:sampleAnswer1') },
      { question: t('house:sampleQuestion2'), answer: t('house:sampleAnswer2') },
    ],
  }
}
