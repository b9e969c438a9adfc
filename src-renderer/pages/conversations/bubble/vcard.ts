import { phoneDigits } from '../../../../src-shared/phone-number.ts'

export interface Card {
  /** As they are written on it; the digits, where they are a number with its country code. */
  numbers: { text: string; digits: string | null }[]
  emails: string[]
  organisation: string | null
  address: string | null
}

/** More of a kind than any honest card has. */
const AT_MOST = 6
const MAX_LENGTH = 20_000

const unescaped = (value: string): string =>
  value
    .replace(/\\n/gi, '\n')
    .replace(/\\([,;\\])/g, '$1')
    .trim()

/** The parts of a structured value (`ORG`, `ADR`) that say something. */
const joined = (value: string | undefined): string | null => {
  const parts = (value ?? '').split(/(?<!\\);/).map(unescaped)
  return parts.filter((part) => part !== '').join(', ') || null
}

/** What a contact that was shared carries (vCard 2.1 to 4.0); what cannot be read is left out. */
export function readVcard(vcard: string | null): Card {
  // A long line goes on with a space at the beginning of the next.
  const lines = (vcard ?? '')
    .slice(0, MAX_LENGTH)
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
  const found = lines.flatMap((line) => {
    const [, name = '', parameters = '', value = ''] = /^(?:[\w-]+\.)?([A-Za-z-]+)((?:;[^:]*)?):(.*)$/.exec(line) ?? []
    return value.trim() === '' ? [] : [{ name: name.toUpperCase(), parameters, value }]
  })
  const all = (wanted: string) => found.filter(({ name }) => name === wanted).slice(0, AT_MOST)
  const numbers = all('TEL').map(({ parameters, value }) => {
    const text = unescaped(value).replace(/^tel:/i, '')
    return { text, digits: /waid=(\d+)/i.exec(parameters)?.[1] ?? (text.startsWith('+') ? phoneDigits(text) : null) }
  })
  return {
    numbers,
    emails: all('EMAIL').map(({ value }) => unescaped(value)),
    organisation: joined(all('ORG')[0]?.value),
    address: joined(all('ADR')[0]?.value),
  }
}
