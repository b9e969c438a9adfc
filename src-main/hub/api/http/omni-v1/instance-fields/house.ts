/** The words that the built-in agent says. */

import { houseTextsSchema } from '../../../../../../src-shared/contract/instances.ts'
import { hasWordsToSay } from '../../../../../../src-shared/house-words.ts'
import type { InstanceFields } from '../schemas.ts'

export function houseOf(fields: InstanceFields): Record<string, unknown> | undefined {
  if (fields.house_texts === undefined) return undefined
  if (fields.house_texts === null) return houseTextsSchema.parse({})
  const { opening_hours, price_list, simple_greeting, ...same } = fields.house_texts
  return {
    ...same,
    ...(opening_hours === undefined ? {} : { openingHours: opening_hours }),
    ...(price_list === undefined ? {} : { priceList: price_list }),
    ...(simple_greeting === undefined ? {} : { simpleGreeting: simple_greeting }),
  }
}

export const givesWords = (fields: InstanceFields): boolean => hasWordsToSay(houseTextsSchema.parse(houseOf(fields) ?? {}))
