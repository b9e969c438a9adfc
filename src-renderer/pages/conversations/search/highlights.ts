import type { Highlights } from '../../../../src-shared/contract/search.ts'

export interface TextPart {
  start: number
  text: string
  isHit: boolean
}

/** Cuts a text at its highlights. What lies outside the text, or overlaps, is cut off. */
export function splitHighlights(text: string, highlights: Highlights): TextPart[] {
  const parts: TextPart[] = []
  let at = 0
  const add = (end: number, isHit: boolean): void => {
    if (end > at) parts.push({ start: at, text: text.slice(at, end), isHit })
    at = Math.max(at, end)
  }
  for (const [start, end] of highlights) {
    add(Math.min(start, text.length), false)
    add(Math.min(end, text.length), true)
  }
  add(text.length, false)
  return parts
}
