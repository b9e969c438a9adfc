/** Takes out of a sentence of the log whatever could be about a person, or be a key. */
import { scrub } from '../../observe/scrub.ts'

/** Numbers with this many digits are phone numbers or ids, however they are grouped. */
const NUMBER = /\+?\d[\d\s().-]{4,}\d/g
const QUOTED = /"[^"]*"|“[^”]*”|'[^']*'|`[^`]*`/g
const ADDRESS = /\b[\w.+-]+@[\w.-]+|\bhttps?:\/\/\S+/g
/** Ids and keys: long, and of letters and digits mixed. */
const ID = /\b(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{16,}\b/gi

export function anonymous(text: string): string {
  return scrub(text).replace(QUOTED, '"…"').replace(ADDRESS, '[address]').replace(ID, '[id]').replace(NUMBER, '[number]')
}
