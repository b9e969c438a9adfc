/** The signs that turn the writing direction of what follows: embeddings, overrides, isolates and their ends. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g

/**
 * The text as it is shown: nobody can have its words, or an address in it, read in another order. Letters of
 * every script keep their own direction.
 */
export function withoutTurningMarks(text: string): string {
  return text.replace(TURNING, '')
}
