/**
 * The lines of an agent's Markdown, one at a time, as far as where a text may be cut depends on them: a block of
 * code stays whole, and a fence that holds Markdown is not code but a wrapper that models put around their answer.
 */

const FENCE = /^\s{0,3}(`{3,}|~{3,})\s*(\S*)/
/** `---`, `***` or `___`: what stands between two paragraphs of a page means nothing between two messages. */
const RULE = /^\s{0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$/
/** Characters. */
export const MAX_RULE = 80

export const isRule = (text: string): boolean => text.length <= MAX_RULE && RULE.test(text)

export interface MarkdownLines {
  /** Is this line part of the text? Not so for the fences around Markdown. Call once for each line, in order. */
  takes(line: string): boolean
  /** Does the next line stand within code? */
  readonly isInCode: boolean
}

export function createMarkdownLines(): MarkdownLines {
  const open: { sign: string; isMarkdown: boolean }[] = []
  return {
    takes(line) {
      const [, sign = '', info = ''] = FENCE.exec(line) ?? []
      if (sign === '') return true
      const innermost = open.at(-1)
      if (innermost !== undefined && info === '' && sign.startsWith(innermost.sign)) {
        open.pop()
        return !innermost.isMarkdown
      }
      // Within code everything is code.
      if (innermost !== undefined && !innermost.isMarkdown) return true
      const isMarkdown = /^(?:markdown|md)$/i.test(info)
      open.push({ sign, isMarkdown })
      return !isMarkdown
    },
    // Nothing opens within code, so that only the innermost can be some.
    get isInCode() {
      return open.at(-1)?.isMarkdown === false
    },
  }
}

/** The text without the fences around Markdown. */
export function withoutWrapper(text: string): string {
  // The last three signs of a fence: looking for all of them would start over at each sign of a long one.
  if (!/(?:```|~~~)\s*(?:markdown|md)/i.test(text)) return text
  const lines = createMarkdownLines()
  return text
    .split('\n')
    .filter((line) => lines.takes(line.replace(/\r$/, '')))
    .join('\n')
}
