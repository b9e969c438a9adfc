import i18next from 'i18next'
import type { HouseTexts } from '../../../src-shared/contract/instances.ts'
import { isVisible } from '../../../src-shared/visible-text.ts'

/** A small bakery in the language of the panel: an example for those who write their own, and what the simulator says at first. */
export function sampleHouseTexts(): Omit<HouseTexts, 'simpleGreeting'> {
  const { t } = i18next
  return {
    greeting: t('agents:house.sampleGreeting'),
    openingHours: t('agents:house.sampleOpeningHours'),
    address: t('agents:house.sampleAddress'),
    priceList: t('agents:house.samplePriceList'),
    handover: t('agents:house.sampleHandover'),
    faqs: [
      { question: t('agents:house.sampleQuestion1'), answer: t('agents:house.sampleAnswer1') },
      { question: t('agents:house.sampleQuestion2'), answer: t('agents:house.sampleAnswer2') },
    ],
  }
}

/** The owner's texts, and the samples where there are none: only for an account that no customer can reach. */
export function withSamples(house: HouseTexts): HouseTexts {
  const { simpleGreeting, ...texts } = house
  const own = Object.entries(texts).filter(([, text]) => (typeof text === 'string' ? isVisible(text) : text.length > 0))
  return { ...sampleHouseTexts(), ...Object.fromEntries(own), simpleGreeting }
}
