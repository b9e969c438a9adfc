/**
 * What an answer of the house agent costs the main loop: with two hundred saved questions, as many as may be
 * saved, against five in the same run. Both are asked the same, in turns.
 */
import { answerFromTexts } from '../../src-main/hub/agents/house/answer.ts'
import type { HouseTexts } from '../../src-shared/contract/instances.ts'
import type { Bench } from './bench.ts'
import { percentile } from './http-load.ts'

const ANSWERS = 500
const PRODUCTS = ['bread', 'cakes', 'coffee', 'flowers', 'gifts', 'juice', 'keys', 'lamps', 'paint', 'shoes']
const PLACES = ['downtown', 'abroad', 'here', 'at the airport', 'by the river']
const WAYS = ['deliver', 'repair', 'order', 'wrap']

const questions = PRODUCTS.flatMap((product) => PLACES.flatMap((place) => WAYS.map((way) => `Do you ${way} ${product} ${place}?`)))
const question = {
  text: 'Good morning! Could you deliver cakes at the airport, and until what time are you open on Saturdays?',
  hasMedia: false,
  isFirstContact: false,
  phoneNumber: '15551234567',
  earlierTexts: ['Hello'],
}

function shopWith(count: number): HouseTexts {
  const faqs = questions.slice(0, count).map((asked) => ({ question: asked, answer: 'Yes.' }))
  return { greeting: 'Welcome!', openingHours: 'Monday to Friday', address: '', priceList: '', handover: '', faqs, simpleGreeting: true }
}

export const house: Bench = {
  name: 'house',
  async run() {
    const shops = [5, 200].map((count) => ({ texts: shopWith(count), tookUs: [] as number[] }))
    for (let n = 0; n < 2 * ANSWERS; n += 1) {
      for (const { texts, tookUs } of shops) {
        const startedAt = performance.now()
        answerFromTexts(question, texts)
        if (n >= ANSWERS) tookUs.push((performance.now() - startedAt) * 1000)
      }
    }
    const [few = 0, many = 0] = shops.map(({ tookUs }) => percentile(tookUs, 0.5))
    return [
      { bench: 'house', figure: 'answer from 200 saved questions', value: many, unit: 'µs', bound: null },
      { bench: 'house', figure: '200 saved questions, to 5', value: many / few, unit: '×', bound: { atMost: 10 } },
    ]
  },
}
