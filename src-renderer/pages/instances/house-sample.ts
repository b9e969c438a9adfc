import type { TFunction } from 'i18next'
import type { HouseTexts } from '../../../src-shared/contract/instances.ts'

/** A small bakery, so that a newcomer's first question gets a real answer. */
export function sampleHouseTexts(t: TFunction<'house'>): HouseTexts {
  return {
    greeting: t('sampleGreeting'),
    openingHours: t('sampleOpeningHours'),
    address: t('sampleAddress'),
    priceList: t('samplePriceList'),
    handover: t('sampleHandover'),
    faqs: [
      { question: t('sampleQuestion1'), answer: t('sampleAnswer1') },
      { question: t('sampleQuestion2'), answer: t('sampleAnswer2') },
    ],
  }
}
