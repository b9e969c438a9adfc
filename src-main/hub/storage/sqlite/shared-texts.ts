/**
 * The texts of one row on their way to the writer thread, in memory that both threads see: a message
 * of that size from thread to thread costs more than everything else that is done for the row.
 */

/** Of UTF-16 units that a row may have, each takes at most three bytes in UTF-8. */
const BYTES_PER_UNIT = 3

/** Room for texts of so many characters in all. What is never used takes no memory. */
export const sharedTexts = (characters: number): SharedArrayBuffer => new SharedArrayBuffer(characters * BYTES_PER_UNIT)

/** The texts, one after the other. A number: so many bytes in the shared memory, good until the row is written. */
export type HandedTexts = string | number

/** Whoever hands over must wait until the row before is written. Texts that may not fit go as they are. */
export function handOver(memory: SharedArrayBuffer, texts: string[]): HandedTexts {
  const characters = texts.reduce((sum, { length }) => sum + length, 0)
  if (characters * BYTES_PER_UNIT > memory.byteLength) return texts.join('')
  const bytes = Buffer.from(memory)
  let end = 0
  for (const text of texts) end += bytes.write(text, end)
  return end
}

/** As a value for SQLite, which has a text as its bytes in UTF-8. */
export const takeOver = (memory: SharedArrayBuffer, texts: HandedTexts): Buffer =>
  typeof texts === 'string' ? Buffer.from(texts) : Buffer.from(new Uint8Array(memory, 0, texts))
