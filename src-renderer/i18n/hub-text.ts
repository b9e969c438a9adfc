import i18next from 'i18next'
import { decimalNumber } from '../format/number.ts'
import { hub } from './en/hub.ts'
import { createSentenceReader, type SentenceReader } from './sentence-reader.ts'

type Known = SentenceReader<keyof typeof hub>

let reader: Known | null = null

/**
 * What the hub said, in the language of the panel. The hub speaks English on every wire and in its
 * records; a sentence that is not among its known ones (a platform's own words) stays as it is.
 */
export function hubText(sentence: string): string {
  if (i18next.language === 'en') return sentence
  reader ??= createSentenceReader(hub)
  return translated(sentence, reader)
}

function translated(sentence: string, known: Known): string {
  const found = known.read(sentence)
  if (found === null) return sentence
  const values = Object.fromEntries(Object.entries(found.values).map(([name, value]) => [name, filled(name, value, known)]))
  // Which holes a key has is not known to the types here: the key was found by the sentence.
  return (i18next.t as (key: string, values: Record<string, string>) => string)(`hub:${found.key}`, values)
}

/** Holes for a measured number. In any other, such as the version of a server, a point is no decimal one. */
const MEASURES = new Set(['ms', 'seconds', 'minutes', 'percent'])

function filled(hole: string, value: string, known: Known): string {
  return MEASURES.has(hole) && /^\d+(\.\d+)?$/.test(value) ? decimalNumber(Number(value), i18next.language) : translated(value, known)
}
