/**
 * Splits an answer while it is written: what may leave already, so that nothing has to be taken back.
 * However the text arrives, the parts are those that {@link splitAnswer} makes of the whole.
 */
import { cutPart, MAX_PARTS } from './split.ts'

export interface StreamSplitter {
  /** Takes the next piece and gives the parts that are complete with it. */
  push(text: string): string[]
  /** What is left when nothing more comes. */
  finish(): string[]
  /** What came and is in no part yet. */
  pending(): string
}

/** Parts are paragraphs: one is complete when an empty line follows it, outside of a code block. */
export function createStreamSplitter({ maxLength }: { maxLength: number }): StreamSplitter {
  let line = ''
  let block: string[] = []
  let isFenced = false
  /** Complete paragraphs so far; from the last allowed part on they are kept together. */
  let count = 0
  const tail: string[] = []

  function endBlock(): string[] {
    const piece = block.join('\n').trim()
    block = []
    if (piece === '') return []
    count += 1
    if (count >= MAX_PARTS) {
      tail.push(piece)
      return []
    }
    return cutPart(piece, maxLength)
  }

  function endLine(text: string): string[] {
    const whole = text.endsWith('\r') ? text.slice(0, -1) : text
    if (/^\s*(```|~~~)/.test(whole)) isFenced = !isFenced
    if (whole.trim() === '' && !isFenced) return endBlock()
    block.push(whole)
    return []
  }

  return {
    push(text) {
      const parts: string[] = []
      const lines = text.split('\n')
      for (const [index, piece] of lines.entries()) {
        line += piece
        if (index === lines.length - 1) break
        parts.push(...endLine(line))
        line = ''
      }
      return parts
    },
    finish() {
      const parts = endLine(line)
      line = ''
      parts.push(...endBlock())
      if (tail.length > 0) parts.push(...cutPart(tail.join('\n\n'), maxLength))
      tail.length = 0
      return parts
    },
    pending: () => [...tail, [...block, line].join('\n')].join('\n\n').trimStart(),
  }
}

/**
 * As much of a text in progress as may be shown in a message that is edited as it grows: it ends at
 * the end of a word, and before a code block that is still open. Empty: nothing yet.
 */
export function showablePrefix(text: string, maxLength: number): string {
  const end = /\s(?=\S*$)/.exec(text)?.index ?? 0
  let shown = text.slice(0, end)
  const fences = [...shown.matchAll(/^[ \t]*(```|~~~)/gm)]
  const open = fences.at(-1)
  if (fences.length % 2 === 1 && open !== undefined) shown = shown.slice(0, open.index)
  if (shown.length > maxLength) {
    const head = shown.slice(0, maxLength + 1)
    shown = head.slice(0, /\s(?=\S*$)/.exec(head)?.index ?? 0)
  }
  return shown.trim()
}
