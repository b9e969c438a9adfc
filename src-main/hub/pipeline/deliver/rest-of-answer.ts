import { restAfter, saysTheSame } from '../../agents/final-text.ts'
import { type SplitOptions, splitAnswer } from '../../channels/split-text.ts'

/** What of the whole text is still to be said after these paragraphs. `differs`: they are not how the text begins. */
export function restOfAnswer(said: string[], text: string, split: SplitOptions): { rest: string[]; differs: boolean } {
  const parts = splitAnswer(text, split)
  // The usual: cut as a whole, so that the last parts are kept together where there are many.
  if (said.every((part, index) => part === parts[index])) return { rest: parts.slice(said.length), differs: false }
  const rest = restAfter(said, text)
  if (rest !== null) return { rest: splitAnswer(rest, split), differs: false }
  return { rest: parts.filter((part) => !said.some((one) => saysTheSame(one, part))), differs: true }
}
