/** What models write and CommonMark does not read, put into the form that it does: bold labels, and underlined headings. */

const FENCE = /^ {0,3}(?:`{3,}|~{3,})/
const BOLD = /\*\*([^*\n]+)\*\*/g
/** Bold and slanted at once, right at a word. */
const BOLD_ITALIC_AT_WORD = /(?<=[\p{L}\p{N}])\*{3}([^*\n]+)\*{3}|\*{3}([^*\n]+)\*{3}(?=[\p{L}\p{N}])/gu
const WORD = /[\p{L}\p{N}]/u
/** What a bold label ends with, where the text goes on right behind it. */
const LABEL_END = /[:：.!?)\]…]$/
const UNDERLINE = /^ {0,3}={3,}[ \t]*$/

/**
 * `**Price:**R$ 10` and `**Price: **10` are text to CommonMark, since no word ends before the closing signs:
 * the spaces go outside. What stands within spaces (`a ** b ** c`) is meant as it is.
 */
function withClearBold(text: string): string {
  return text.replace(BOLD_ITALIC_AT_WORD, '**$1$2**').replace(BOLD, (whole, inner: string, at: number, line: string) => {
    const label = inner.trim()
    if (label === '' || (/^\s/.test(inner) && /\s$/.test(inner))) return whole
    const before = line[at - 1] ?? ''
    const next = line[at + whole.length] ?? ''
    const lead = /^\s/.test(inner) && /\S/.test(before) ? ' ' : ''
    const isLabel = /\s$/.test(inner) || (LABEL_END.test(label) && !WORD.test(before))
    const gap = isLabel && WORD.test(next) ? ' ' : ''
    // Signs between punctuation and a word neither open nor close anything: of those the words alone are better.
    const opensNothing = lead === '' && WORD.test(before) && !WORD.test(label[0] ?? '')
    const closesNothing = gap === '' && WORD.test(next) && !WORD.test(label.at(-1) ?? '')
    const signs = opensNothing || closesNothing ? '' : '**'
    return `${lead}${signs}${label}${signs}${gap}`
  })
}

function lineOf(line: string): string {
  let result = ''
  let end = 0
  for (const span of codeSpans(line)) {
    result += withClearBold(line.slice(end, span.start)) + line.slice(span.start, span.end)
    end = span.end
  }
  return result + withClearBold(line.slice(end))
}

/** From a run of backticks to the next of the same length, in one pass: a pattern would look for the end of each again. */
function codeSpans(line: string): { start: number; end: number }[] {
  const runs = [...line.matchAll(/`+/g)].map(({ 0: signs, index }) => ({ start: index, end: index + signs.length }))
  const next = new Map<number, number>()
  const endOf = new Map<number, number>()
  for (const { start, end } of runs.toReversed()) {
    const length = end - start
    endOf.set(start, next.get(length) ?? -1)
    next.set(length, end)
  }
  const spans: { start: number; end: number }[] = []
  for (const { start } of runs) {
    const end = endOf.get(start) ?? -1
    if (end > 0 && start >= (spans.at(-1)?.end ?? 0)) spans.push({ start, end })
  }
  return spans
}

/** The same text for CommonMark's rules. Code stays as it is. One pass over the lines. */
export function asCommonMark(markdown: string): string {
  const lines: string[] = []
  let isFenced = false
  for (const line of markdown.split('\n')) {
    if (FENCE.test(line)) isFenced = !isFenced
    const previous = lines.at(-1) ?? ''
    if (isFenced) lines.push(line)
    else if (UNDERLINE.test(line) && previous.trim() !== '' && !/^\s*[#>|-]/.test(previous))
      lines[lines.length - 1] = `# ${previous.trim()}`
    else lines.push(line.includes('**') ? lineOf(line) : line)
  }
  return lines.join('\n')
}
