/**
 * What agents write in Markdown, as Discord shows it: most as it is. A table has no form there and is put into code, so
 * that its columns stand below each other; deeper headings than Discord's are bold; a picture is its address.
 * Source: Discord's help, "Markdown Text 101".
 */
import { createMarkdownLines, isRule } from '../markdown-lines.ts'

const DEEP_HEADING = /^ {0,3}#{4,6}[ \t]+(.+?)[ \t]*#*$/
const TABLE_RULE = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$/
const PICTURE = /!\[([^\]\n]{0,200})\]\(([^()\s]{1,1000})\)/g
const TILDE_FENCE = /^(\s{0,3})~{3,}/

/** Never throws. */
export function discordFromMarkdown(markdown: string): string {
  const fences = createMarkdownLines()
  const out: string[] = []
  const lines = markdown.split('\n')
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    const wasCode = fences.isInCode
    if (!fences.takes(line)) continue
    if (wasCode || fences.isInCode) out.push(wasCode && fences.isInCode ? line : line.replace(TILDE_FENCE, '$1```'))
    else if (line.includes('|') && TABLE_RULE.test(lines[at + 1] ?? '')) {
      const end = endOfTable(lines, at + 2)
      out.push('```', ...aligned(lines.slice(at, end)), '```')
      at = end - 1
    } else if (isRule(line) && (lines[at - 1] ?? '').trim() === '') out.push('')
    else
      out.push(
        line
          .replace(DEEP_HEADING, '**$1**')
          .replace(PICTURE, (_, text: string, address: string) => (text === '' ? address : `[${text}](${address})`)),
      )
  }
  const text = out.join('\n')
  return text.trim() === '' ? markdown : text
}

function endOfTable(lines: string[], from: number): number {
  let end = from
  while ((lines[end] ?? '').includes('|')) end += 1
  return end
}

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim().replace(/\*\*|`/g, ''))

function aligned([head = '', , ...rows]: string[]): string[] {
  const table = [head, ...rows].map(cellsOf)
  const widths = table.reduce<number[]>((most, row) => {
    for (const [index, cell] of row.entries()) most[index] = Math.max(most[index] ?? 0, cell.length)
    return most
  }, [])
  return table.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
