/** What messages say: in typed words, and in what a machine heard or read of their files. */
import { documentWords, spokenWords } from '../agents/in-words.ts'
import type { Storage } from '../storage/port.ts'
import type { InstanceRecord, MessageRecord } from '../storage/records.ts'

type Said = Pick<MessageRecord, 'text' | 'kind' | 'media'>

const joined = (parts: string[]): string => parts.filter((part) => part !== '').join('\n')

/** For rules: the words of a burst alone, in the order in which they came. Documents are no part of it. */
export const plainWordsOf = (messages: Said[]): string =>
  joined(messages.flatMap(({ text, kind, media }) => [text, kind === 'audio' ? (media?.reading?.text ?? '') : '']))

/** Is what its file says part of what the agent reads? */
export function isInWords({ kind, media }: Said, documentCharacters: number): boolean {
  if (media?.reading?.state !== 'ready') return false
  return kind === 'audio' || (kind === 'document' && documentCharacters > 0)
}

/** For an agent: what was heard or read is marked. Of a document at most `documentCharacters`; 0: nothing. */
export async function markedWordsOf(
  storage: Pick<Storage, 'readingOf'>,
  message: Said & { id: string },
  documentCharacters: number,
): Promise<string> {
  const { id, text, kind, media } = message
  if (media?.reading === undefined || !isInWords(message, documentCharacters)) return text
  if (kind === 'audio') return joined([text, spokenWords(media.reading.text)])
  const said = await storage.readingOf(id)
  const isCut = said !== null && (said.isShortened || said.text.length > documentCharacters)
  return joined([text, documentWords(media.fileName, (said?.text ?? '').slice(0, documentCharacters).trimEnd(), isCut)])
}

/** How much of one document an agent gets: of the message that it answers, and of what was said before. */
export function documentLimits({ understanding: { documents }, context }: InstanceRecord['behaviour']): { now: number; earlier: number } {
  if (!documents.isOn) return { now: 0, earlier: 0 }
  // It leaves room for what else was said.
  return { now: documents.maxCharacters, earlier: Math.min(documents.maxCharacters, Math.floor(context.characters / 2)) }
}

/** The newest messages before a place, oldest first, each with what its file says in its text. */
export async function historyInWords(
  storage: Pick<Storage, 'history' | 'readingOf'>,
  conversationId: string,
  { beforeSeq, limit, documentCharacters }: { beforeSeq: number; limit: number; documentCharacters: number },
): Promise<MessageRecord[]> {
  const earlier = await storage.history(conversationId, beforeSeq, limit)
  return Promise.all(earlier.map(async (message) => ({ ...message, text: await markedWordsOf(storage, message, documentCharacters) })))
}
