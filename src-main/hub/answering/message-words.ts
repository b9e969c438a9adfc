/** What messages say: in typed words, and in what a machine heard or read of their files. */
import type { Behaviour } from '../../../src-shared/contract/instances.ts'
import { documentWords, sentFile, spokenWords } from '../agents/in-words.ts'
import { kindWords, shownWords } from '../agents/shown-in-words.ts'
import type { Storage } from '../storage/port.ts'
import type { MessageRecord } from '../storage/records.ts'

type Said = Pick<MessageRecord, 'text' | 'kind' | 'media'>
type Shown = Said & Pick<MessageRecord, 'id' | 'location' | 'sharedContacts'>

const joined = (parts: string[]): string => parts.filter((part) => part !== '').join('\n')

/** For rules: the words of a burst alone, in the order in which they came. Documents are not part of it. */
export const plainWordsOf = (messages: Said[]): string =>
  joined(messages.flatMap(({ text, kind, media }) => [text, kind === 'audio' ? (media?.mediaText?.text ?? '') : '']))

/** Is what its file says part of what the agent reads? */
export function isInWords({ kind, media }: Said, documentCharacters: number): boolean {
  if (media?.mediaText?.state !== 'ready') return false
  return kind === 'audio' || (kind === 'document' && documentCharacters > 0)
}

/**
 * For an agent: what was heard or read is marked, and so is what was shown (a place, a contact card). Of a
 * document at most `documentCharacters`; 0: nothing. Empty only where a file says it all.
 */
export async function markedWordsOf(storage: Pick<Storage, 'mediaTextOf'>, message: Shown, documentCharacters: number): Promise<string> {
  const { id, kind, media } = message
  const text = shownWords(message)
  if (media === null && text === '' && kind !== 'text') return kindWords(kind)
  if (media?.mediaText === undefined || !isInWords(message, documentCharacters)) return text
  if (kind === 'audio') return joined([text, spokenWords(media.mediaText.text)])
  const said = await storage.mediaTextOf(id)
  const isCut = said !== null && (said.isShortened || said.text.length > documentCharacters)
  return joined([text, documentWords(media.fileName, (said?.text ?? '').slice(0, documentCharacters).trimEnd(), isCut)])
}

/** Of a message that is looked back to: that a file came is part of what was said. */
export async function allWordsOf(storage: Pick<Storage, 'mediaTextOf'>, message: Shown, documentCharacters: number): Promise<string> {
  const said = await markedWordsOf(storage, message, documentCharacters)
  const { kind, media } = message
  return said === '' && media !== null ? sentFile({ kind, fileName: media.fileName }) : said
}

/** How much of a document an agent reads: 0 where documents are not read. */
export const documentCharactersOf = ({ mediaText: { documents } }: Pick<Behaviour, 'mediaText'>): number =>
  documents.isOn ? documents.maxCharacters : 0

/**
 * The newest `limit` messages before one, oldest first, each with all that it says as its text: what
 * counts for the limits of the history, and what goes into a summary, is what the agent would read.
 */
export async function saidBefore(
  storage: Pick<Storage, 'history' | 'mediaTextOf'>,
  conversationId: string,
  beforeSeq: number,
  limit: number,
  behaviour: Pick<Behaviour, 'mediaText' | 'context'>,
): Promise<MessageRecord[]> {
  // A document leaves room for what else was said.
  const documentCharacters = Math.min(documentCharactersOf(behaviour), Math.floor(behaviour.context.characters / 2))
  const earlier = await storage.history(conversationId, beforeSeq, limit)
  return Promise.all(earlier.map(async (message) => ({ ...message, text: await allWordsOf(storage, message, documentCharacters) })))
}
