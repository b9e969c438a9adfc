/**
 * What people send that is neither text nor file, in the words that agents read: places, contact cards,
 * polls, and what has no content at all. No message reaches an agent empty.
 */
import type { Message, MessageKind } from '../../../src-shared/contract/conversations.ts'
import { withinBrackets } from './within-brackets.ts'

const MAX_CARDS = 20
const MAX_NUMBERS = 5
/** As channels write the options of a poll, one in each line. */
const OPTION = '- '

type Shown = Pick<Message, 'kind' | 'text' | 'location' | 'sharedContacts'>

/** What a message says without its file; empty where its file is all that it says. */
export function shownWords({ kind, text, location, sharedContacts }: Shown): string {
  if (kind === 'poll') return pollWords(text)
  if (kind === 'reaction') return `[Reaction${text === '' ? '' : `: ${withinBrackets(text)}`}]`
  const things = [...(location === null ? [] : [placeWords(location)]), ...cardsWords(sharedContacts)]
  return [text, ...things].filter((part) => part !== '').join('\n')
}

const NAMES: Partial<Record<MessageKind, string>> = {
  location: 'Location',
  contact: 'Contact',
  poll: 'Poll',
  image: 'Picture',
  sticker: 'Sticker',
  video: 'Video',
  audio: 'Voice message',
  document: 'Document',
}

/** A message of which nothing but its kind is known. */
export const kindWords = (kind: MessageKind): string => `[${NAMES[kind] ?? 'A message that Omni cannot read'}]`

/** Without the marks of {@link shownWords}: null for a line that says nothing of its own, a poll is what it asks. */
export function withoutShownMarks(line: string): string | null {
  const poll = /^\[Poll: (.*)\]$/.exec(line)
  if (poll !== null) return poll[1] ?? ''
  const isMark = /^\[(Location|Contact|Reaction): .*\]$/.test(line) || MARKS.has(line)
  return isMark ? null : line
}

const MARKS = new Set([...Object.values(NAMES), 'Reaction'].map((name) => `[${name}]`).concat(kindWords('unsupported')))

function placeWords({ latitude, longitude, name, address = '' }: NonNullable<Shown['location']>): string {
  const called = [name ?? '', address]
    .map((part) => withinBrackets(part))
    .filter((part) => part !== '')
    .join(', ')
  const place = [...(called === '' ? [] : [called]), latitude, longitude].join(', ')
  return `[Location: ${place} https://maps.google.com/?q=${latitude},${longitude}]`
}

function cardsWords(cards: Shown['sharedContacts']): string[] {
  const words = cards.slice(0, MAX_CARDS).map(({ name, vcard }) => {
    const parts = [withinBrackets(name), ...numbersIn(vcard ?? '')].filter((part) => part !== '')
    return parts.length === 0 ? kindWords('contact') : `[Contact: ${parts.join(', ')}]`
  })
  return cards.length > MAX_CARDS ? [...words, `[Contact: ${cards.length - MAX_CARDS} more]`] : words
}

/** The phone numbers of a vCard as they are written there, each once. */
function numbersIn(vcard: string): string[] {
  // A line that begins with a space goes on with the one before (RFC 6350).
  const lines = vcard.replace(/\r?\n[ \t]/g, '').split(/\r?\n/)
  const numbers = lines.flatMap((line) => {
    const phone = /^(?:[\w-]+\.)?TEL(?<facts>[;][^:]*)?:(?:tel:)?(?<number>.*)$/i.exec(line)?.groups
    if (phone === undefined) return []
    const waid = /;waid=(\d+)/i.exec(phone['facts'] ?? '')?.[1]
    const number = withinBrackets(phone['number'] ?? '')
    return number !== '' ? [number] : waid === undefined ? [] : [`+${waid}`]
  })
  return [...new Set(numbers)].slice(0, MAX_NUMBERS)
}

/** The question with its options in a line; a vote is the words that were chosen, and stays so. */
function pollWords(text: string): string {
  const lines = text.split('\n')
  const options = lines.filter((line) => line.startsWith(OPTION)).map((line) => withinBrackets(line.slice(OPTION.length)))
  if (options.length === 0) return text
  const question = withinBrackets(lines.filter((line) => !line.startsWith(OPTION)).join(' '), 1000)
  return `[Poll: ${[question, options.join(' / ')].filter((part) => part !== '').join(' ')}]`
}
