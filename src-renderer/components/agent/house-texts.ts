import type { HouseTexts } from '../../../src-shared/contract/instances.ts'

/** As they are saved: an entry without a question could never be found, so it goes. */
export function savedTexts(house: HouseTexts): HouseTexts {
  return { ...house, faqs: house.faqs.filter((faq) => faq.question.trim() !== '' && faq.answer.trim() !== '') }
}
