/**
 * How files stand in what an agent reads: what a machine heard or read is marked as such, and what the
 * agent does not get is named. One wording for all back ends; agents may be told to look for it.
 */
import type { AgentMedia } from './port.ts'
import { withoutShownMarks } from './shown-in-words.ts'

const VOICE = '[Voice message, transcribed by machine]'
const VOICE_WITHOUT_WORDS = '[Voice message in which no words were heard]'
const DOCUMENT = /^\[Document(?: ".*")?, text extracted\]\n/
const DOCUMENT_END = '[End of the document]'
const DOCUMENT_CUT = '[The rest of the document is left out]'

export const spokenWords = (text: string): string => (text === '' ? VOICE_WITHOUT_WORDS : `${VOICE} ${text}`)

/** @param isCut there is more of it than this */
export function documentWords(fileName: string | null, text: string, isCut: boolean): string {
  const name = named(fileName)
  if (text === '') return `[Document${name} in which no text was found]`
  // What is in it cannot pretend to stand behind it.
  const inside = text.replaceAll(DOCUMENT_END, '').replaceAll(DOCUMENT_CUT, '')
  return `[Document${name}, text extracted]\n${inside}\n${isCut ? DOCUMENT_CUT : DOCUMENT_END}`
}

/** Without the marks: for those who look at the words alone. */
export function withoutMarks(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === VOICE_WITHOUT_WORDS ? '' : line.startsWith(VOICE) ? line.slice(VOICE.length).trimStart() : line))
    .map(withoutShownMarks)
    .filter((line) => line !== null)
    .filter((line) => !DOCUMENT.test(`${line}\n`) && !FILE.test(line) && line !== DOCUMENT_END && line !== DOCUMENT_CUT)
    .join('\n')
}

const KINDS: Partial<Record<AgentMedia['kind'], { name: string; verb: string }>> = {
  audio: { name: 'Voice message', verb: 'hear' },
  image: { name: 'Picture', verb: 'see' },
  sticker: { name: 'Sticker', verb: 'see' },
  video: { name: 'Video', verb: 'see' },
}
const DOCUMENT_KIND = { name: 'Document', verb: 'read' }
const FILE = /^\[(Voice message|Picture|Sticker|Video|Document)( ".*")?( that you cannot .*)?\]$/

/** A file that the agent does not get, so that it knows of it. */
export function unseenFile({ kind, fileName, isTooLarge }: Pick<AgentMedia, 'kind' | 'fileName' | 'isTooLarge'>): string {
  const { name, verb } = KINDS[kind] ?? DOCUMENT_KIND
  return `[${name}${named(fileName)} that you cannot ${verb}${isTooLarge === true ? ', as it is too large' : ''}]`
}

/** A file that came earlier and stands there without words. */
export const sentFile = ({ kind, fileName }: Pick<AgentMedia, 'kind' | 'fileName'>): string =>
  `[${(KINDS[kind] ?? DOCUMENT_KIND).name}${named(fileName)}]`

/** A name comes from the sender: it stays within its brackets. */
function named(fileName: string | null): string {
  const name = (fileName ?? '').replace(/["[\]\p{Cc}]/gu, '').slice(0, 120)
  return name === '' ? '' : ` "${name}"`
}
