/** What a person is called, where servers put other things into the same field. */
import { phoneDigits } from '../../../../../src-shared/phone-number.ts'
import { parseJid } from '../jid.ts'
import type { OwnAccount } from './context.ts'
import { cleanName } from './text.ts'

/** What WhatsApp calls the owner of the phone, in the languages in which it was seen on a server. */
const OWN_WORDS = new Set(['você', 'voce', 'you', 'tú', 'vocês'])
const SHORTEST_NUMBER = 5

/**
 * The first of the fields that is a name. Null where they hold only a number, the digits of a LID, an address,
 * "You", or the account's own name, which Evolution and WhatsApp write into the rows of others: a name that
 * is known must not be lost to them.
 */
export function personName(fields: readonly unknown[], own: OwnAccount): string | null {
  for (const value of fields) {
    const name = cleanName(value)
    if (name !== null && !isNoName(name, own)) return name
  }
  return null
}

function isNoName(name: string, own: OwnAccount): boolean {
  if ((phoneDigits(name) ?? '').length >= SHORTEST_NUMBER || parseJid(name) !== null) return true
  const lower = name.toLowerCase()
  return OWN_WORDS.has(lower) || (own.name ?? '').trim().toLowerCase() === lower
}
