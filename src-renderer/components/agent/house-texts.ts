import type { HouseTexts } from '../../../src-shared/contract/instances.ts'

/** As they are saved: an entry without a question could never be found, so it goes. */
export function savedTexts(house: HouseTexts): HouseTexts {
  return { ...house, faqs: house.faqs.filter((faq) => faq.question.trim() !== '' && faq.answer.trim() !== '') }
}

/** Has the owner written anything that customers can get? */
export function hasTexts(house: HouseTexts): boolean {
  const { faqs, ...texts } = savedTexts(house)
  return faqs.length > 0 || Object.values(texts).some((text) => text.trim() !== '')
}
