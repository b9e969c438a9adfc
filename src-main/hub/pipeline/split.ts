/**
 * Splits an answer into the messages that a person would send: on blank lines, and where a piece
 * is longer than the channel takes, at the best place before its limit. Joining the parts again
 * gives the text back but for the white space at the cuts. Code fences are never cut at a blank
 * line inside them.
 */

/** Parts of one answer on a channel that are not glued together again, at most. */
export const MAX_PARTS = 12

export function splitAnswer(text: string, options: { autoSplit: boolean; maxLength: number }): string[] {
  const whole = text.trim()
  if (whole === '') return []
  const paragraphs = options.autoSplit ? glue(blocks(whole), MAX_PARTS) : [whole]
  return paragraphs.flatMap((paragraph) => cutPart(paragraph, options.maxLength))
}

/** The pieces between blank lines; a fenced block stays whole. */
function blocks(text: string): string[] {
  const pieces: string[] = []
  let current: string[] = []
  let isFenced = false
  const push = () => {
    const piece = current.join('\n').trim()
    if (piece !== '') pieces.push(piece)
    current = []
  }
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(```|~~~)/.test(line)) isFenced = !isFenced
    if (line.trim() === '' && !isFenced) push()
    else current.push(line)
  }
  push()
  return pieces
}

/** Joins the tail when there are more pieces than anyone wants to hear a phone buzz for. */
function glue(pieces: string[], max: number): string[] {
  if (pieces.length <= max) return pieces
  return [...pieces.slice(0, max - 1), pieces.slice(max - 1).join('\n\n')]
}

/** Cuts at a line, sentence or word end in the last half before the limit; else between characters. */
export function cutPart(text: string, maxLength: number): string[] {
  const parts: string[] = []
  let rest = text
  while (rest.length > maxLength) {
    const head = rest.slice(0, maxLength + 1)
    const end = bestCut(head, maxLength)
    const part = rest.slice(0, end).trimEnd()
    if (part !== '') parts.push(part)
    rest = rest.slice(end).trimStart()
  }
  if (rest !== '') parts.push(rest)
  return parts
}

function bestCut(head: string, maxLength: number): number {
  const earliest = Math.floor(maxLength / 2)
  for (const pattern of [/\n(?=[^\n]*$)/, /[.!?…](?=\s[^.!?…]*$)/, /\s(?=\S*$)/]) {
    const match = pattern.exec(head)
    if (match !== null && match.index >= earliest) return Math.min(maxLength, match.index + 1)
  }
  // Never between the two halves of one character.
  const code = head.charCodeAt(maxLength - 1)
  return code >= 0xd800 && code <= 0xdbff && maxLength > 1 ? maxLength - 1 : maxLength
}
