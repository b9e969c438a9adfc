/** What changed between two texts, word by word. */
import { diffWordsWithSpace } from 'diff'

export interface DiffPart {
  text: string
  kind: 'same' | 'removed' | 'added'
}

/** Beyond this many changed words the texts have little in common, and finding out which takes long. */
const MAX_CHANGES = 2000

export function wordDiff(before: string, after: string): DiffPart[] {
  const whole: DiffPart[] = [
    { text: before, kind: 'removed' },
    { text: after, kind: 'added' },
  ]
  const changes = diffWordsWithSpace(before, after, { maxEditLength: MAX_CHANGES })
  const parts =
    changes?.map(({ value, added, removed }): DiffPart => ({ text: value, kind: added ? 'added' : removed ? 'removed' : 'same' })) ?? whole
  return parts.filter((part) => part.text !== '')
}

/** The same but for spaces and line breaks, which agents set as they like. */
export function saysTheSame(before: string, after: string): boolean {
  const plain = (text: string) => text.replace(/\s+/g, ' ').trim()
  return plain(before) === plain(after)
}
