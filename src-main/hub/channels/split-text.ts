/**
 * Splits an answer into the messages that a person would send: at blank lines, where the answer is longer than one
 * message that is easy to read, and where a piece is longer than the channel takes, at the best place before its
 * limit. Joining the parts again gives the text back but for the white space at the cuts. Blocks of code are
 * never cut at a blank line inside them.
 */
import type { Splitting } from '../../../src-shared/contract/instances.ts'
import { createMarkdownLines, isRule, withoutWrapper } from './markdown-lines.ts'

/** Parts of one answer on a channel that are not glued together again, at most. */
export const MAX_PARTS = 12
/** Characters. WhatsApp folds what is much longer behind "Read more". */
export const READABLE_LENGTH = 700

export interface SplitOptions {
  splitting: Splitting
  /** Of the channel, in UTF-16 units. */
  maxLength: number
}

/**
 * An agent's answer, in Markdown. A fence around the whole is not part of what is said, nor is a rule, which a
 * message ends at: whoever draws one means that something else begins.
 */
export function splitAnswer(text: string, options: SplitOptions): string[] {
  const whole = withoutWrapper(text)
  const pieces = blocks(whole)
  const sections = sectionsOf(pieces)
  if (sections.length === 0) return splitSections([pieces], whole, options)
  return splitSections(sections, pieces.some(isRule) ? sections.flat().join('\n\n') : whole, options)
}

/** A text that a person or a program wrote: all of it is meant. */
export function splitText(text: string, options: SplitOptions): string[] {
  return splitSections([blocks(text)], text, options)
}

function sectionsOf(pieces: string[]): string[][] {
  const sections: string[][] = [[]]
  for (const piece of pieces) {
    if (isRule(piece)) sections.push([])
    else sections.at(-1)?.push(piece)
  }
  return sections.filter((section) => section.length > 0)
}

function splitSections(sections: string[][], whole: string, { splitting, maxLength }: SplitOptions): string[] {
  if (whole.trim() === '') return []
  const messages =
    splitting === 'never' ? [whole.trim()] : sections.flatMap((section) => (splitting === 'paragraphs' ? section : packed(section)))
  return glue(messages, MAX_PARTS).flatMap((message) => cutPart(message, maxLength))
}

/** As many paragraphs in each message as are easy to read together. */
function packed(pieces: string[]): string[] {
  const messages: string[] = []
  for (const piece of pieces) {
    const last = messages.at(-1)
    if (last !== undefined && fitsTogether(last, piece)) messages[messages.length - 1] = `${last}\n\n${piece}`
    else messages.push(piece)
  }
  return messages
}

export const fitsTogether = (message: string, piece: string): boolean => message.length + 2 + piece.length <= READABLE_LENGTH

/** The pieces between blank lines; a fenced block stays whole. */
function blocks(text: string): string[] {
  const pieces: string[] = []
  let current: string[] = []
  const lines = createMarkdownLines()
  const push = () => {
    const piece = current.join('\n').trim()
    if (piece !== '') pieces.push(piece)
    current = []
  }
  for (const line of text.split(/\r?\n/)) {
    lines.takes(line)
    if (line.trim() === '' && !lines.isInCode) push()
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
