/**
 * Splits an answer into the messages that a person would send: at blank lines, where the answer is longer than one
 * message that is easy to read, and where a piece is longer than the channel takes, at the best place before its
 * limit. Joining the parts again gives the text back but for the white space at the cuts. Blocks of code are
 * never cut at a blank line inside them; one that is longer than a message ends with it, and begins again in the next.
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
  /** How long a text is as the channel sends it; absent: as it is. */
  lengthOf?: (text: string) => number
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

function splitSections(sections: string[][], whole: string, { splitting, maxLength, lengthOf }: SplitOptions): string[] {
  if (whole.trim() === '') return []
  const messages =
    splitting === 'never' ? [whole.trim()] : sections.flatMap((section) => (splitting === 'paragraphs' ? section : packed(section)))
  return glue(messages, MAX_PARTS).flatMap((message) => cutPart(message, maxLength, lengthOf))
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
export function cutPart(text: string, maxLength: number, lengthOf?: SplitOptions['lengthOf']): string[] {
  const parts: string[] = []
  let rest = text
  for (let cut = cutOnce(rest, maxLength, lengthOf); cut !== null; cut = cutOnce(rest, maxLength, lengthOf)) {
    if (cut.part !== '') parts.push(cut.part)
    rest = cut.rest
  }
  if (rest !== '') parts.push(rest)
  return parts
}

/** Of a text that becomes longer as it is sent, so much less is tried each time. */
const MAX_TRIES = 8

/** The first part of a text that is too long, and what is left of it; null of one that fits. However it goes on, they stay the same. */
export function cutOnce(text: string, maxLength: number, lengthOf?: SplitOptions['lengthOf']): { part: string; rest: string } | null {
  if (text.length <= maxLength && (lengthOf?.(text) ?? 0) <= maxLength) return null
  let limit = Math.min(maxLength, text.length - 1)
  let cut = cutAt(text, limit, maxLength)
  for (let tries = 1; tries < MAX_TRIES && lengthOf !== undefined; tries += 1) {
    const excess = lengthOf(cut.part) - maxLength
    if (excess <= 0) break
    limit = Math.max(1, Math.floor(maxLength / 4), limit - excess)
    cut = cutAt(text, limit, maxLength)
  }
  return cut
}

/** In less than this no block of code is worth its fences; and what stands behind a fence is a word. Characters. */
const ROOM_FOR_FENCES = 500
const MAX_FENCE_LINE = 50

function cutAt(text: string, limit: number, maxLength: number): { part: string; rest: string } {
  const plain = (end: number) => ({ part: text.slice(0, end).trimEnd(), rest: text.slice(end).trimStart() })
  const end = bestCut(text.slice(0, limit + 1), limit)
  const fence = maxLength < ROOM_FOR_FENCES ? null : openFence(text.slice(0, end))
  if (fence === null || fence.line.length > MAX_FENCE_LINE) return plain(end)
  const close = `\n${fence.sign}`
  // What ends the block has to fit as well.
  const room = Math.min(limit, maxLength - close.length)
  const within = end <= room ? end : bestCut(text.slice(0, room + 1), room)
  if (openFence(text.slice(0, within)) === null) return plain(within)
  const rest = text.slice(within).replace(/^\n/, '')
  const part = text.slice(0, within).trimEnd() + close
  const [ending] = new RegExp(`^\\s{0,3}${fence.sign}[^\\S\\n]*(?:\\n|$)`).exec(rest) ?? []
  return ending === undefined ? { part, rest: `${fence.line}\n${rest}` } : { part, rest: rest.slice(ending.length).trimStart() }
}

/** The line that began the block of code in which the text ends. */
function openFence(text: string): { line: string; sign: string } | null {
  const lines = createMarkdownLines()
  let begun: string | null = null
  for (const line of text.split('\n')) {
    const wasInCode = lines.isInCode
    lines.takes(line)
    if (lines.isInCode && !wasInCode) begun = line.trim()
  }
  if (!lines.isInCode || begun === null) return null
  return { line: begun, sign: /^(`+|~+)/.exec(begun)?.[0] ?? '```' }
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
