import i18next from 'i18next'
import type { HouseTexts } from '../../../src-shared/contract/instances.ts'
import { isVisible } from '../../../src-shared/visible-text.ts'

/** A small bakery in the language of the panel: an example for those who write their own, and what the simulator says at first. */
export function sampleHouseTexts(): Omit<HouseTexts, 'simpleGreeting'> {
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

/** The owner's texts, and the samples where there are none: only for an account that no customer can reach. */
export function withSamples(house: HouseTexts): HouseTexts {
  const { simpleGreeting, ...texts } = house
  const own = Object.entries(texts).filter(([, text]) => (typeof text === 'string' ? isVisible(text) : text.length > 0))
  return { ...sampleHouseTexts(), ...Object.fromEntries(own), simpleGreeting }
}
