/**
 * Splits an answer while it is written: what may leave already, so that nothing has to be taken back.
 * However the text arrives, the parts are those that {@link splitAnswer} makes of the whole.
 */
import { createMarkdownLines, isRule, MAX_RULE, withoutWrapper } from '../../channels/markdown-lines.ts'
import { cutPart, fitsTogether, MAX_PARTS, type SplitOptions, splitText } from '../../channels/split-text.ts'

export interface StreamSplitter {
  /** Takes the next piece and gives the parts that are complete with it. */
  push(text: string): string[]
  /** What is left when nothing more comes. */
  finish(): string[]
  /** What came and is in no part yet. */
  pending(): string
}

/** Could this, the beginning of a paragraph, still become a rule, which is not a paragraph? */
const mayBecomeRule = (text: string): boolean => text.length <= MAX_RULE && /^[-*_\s]*$/.test(text)

/**
 * A paragraph is complete when an empty line follows it, outside of a block of code; a part, when the paragraph
 * after it belongs to the next. `never` splits like `readable`: whoever wants that waits for the whole.
 */
export function createStreamSplitter({ splitting, maxLength, lengthOf }: SplitOptions): StreamSplitter {
  const lines = createMarkdownLines()
  let line = ''
  let block: string[] = []
  /** The message that paragraphs are put into. */
  let message = ''
  /** A rule is said only where nothing else is. */
  let rules: string[] = []
  /** Complete parts so far; from the last allowed one on they are kept together. */
  let count = 0
  const tail: string[] = []

  function endMessage(): string[] {
    const whole = message
    message = ''
    if (whole === '') return []
    count += 1
    if (count >= MAX_PARTS) {
      tail.push(whole)
      return []
    }
    return cutPart(whole, maxLength, lengthOf)
  }

  function endBlock(): string[] {
    const piece = block.join('\n').trim()
    block = []
    if (piece === '') return []
    if (isRule(piece)) {
      rules.push(piece)
      return endMessage()
    }
    if (splitting === 'paragraphs') {
      message = piece
      return endMessage()
    }
    const parts = message === '' || fitsTogether(message, piece) ? [] : endMessage()
    message = message === '' ? piece : `${message}\n\n${piece}`
    return parts
  }

  function endLine(text: string): string[] {
    const whole = text.endsWith('\r') ? text.slice(0, -1) : text
    if (!lines.takes(whole)) return []
    if (whole.trim() === '' && !lines.isInCode) return endBlock()
    block.push(whole)
    return []
  }

  /** The paragraph that is being written is too long already to go into the same message. */
  function partBefore(added: string): string[] {
    // White space alone makes it no longer, and as much as it is, it is not looked through each time.
    if (message === '' || !/\S/.test(added)) return []
    const begun = [...block, line].join('\n').trim()
    return mayBecomeRule(begun) || fitsTogether(message, begun) ? [] : endMessage()
  }

  return {
    push(text) {
      const parts: string[] = []
      const pieces = text.split('\n')
      for (const [index, piece] of pieces.entries()) {
        line += piece
        if (index === pieces.length - 1) break
        parts.push(...endLine(line))
        line = ''
      }
      return [...parts, ...partBefore(text)]
    },
    finish() {
      const parts = endLine(line)
      line = ''
      parts.push(...endBlock(), ...endMessage())
      if (tail.length > 0) parts.push(...cutPart(tail.join('\n\n'), maxLength, lengthOf))
      tail.length = 0
      if (count === 0) parts.push(...splitText(rules.join('\n\n'), { splitting, maxLength, lengthOf }))
      rules = []
      return parts
    },
    pending: () =>
      [...tail, message, [...block, line].join('\n')]
        .filter((text) => text !== '')
        .join('\n\n')
        .trimStart(),
  }
}

/**
 * As much of a text in progress as may be shown in a message that is edited as it grows: it ends at
 * the end of a word, and before a code block that is still open. Empty: nothing yet.
 */
export function showablePrefix(written: string, maxLength: number): string {
  const text = withoutWrapper(written)
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
