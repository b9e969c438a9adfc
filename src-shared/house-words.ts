import type { HouseTexts } from './contract/instances.ts'
import { isVisible } from './visible-text.ts'

/** Has the owner written anything that customers can get? A question counts once it has an answer. */
export function hasOwnWords({ faqs, greeting, openingHours, address, priceList, handover }: HouseTexts): boolean {
  const isAnyAnswered = faqs.some(({ question, answer }) => isVisible(question) && isVisible(answer))
  return isAnyAnswered || [greeting, openingHours, address, priceList, handover].some(isVisible)
}

/** Has the house agent anything to say, in words that the owner wrote or chose? */
export const hasWordsToSay = (house: HouseTexts): boolean => house.simpleGreeting || hasOwnWords(house)
