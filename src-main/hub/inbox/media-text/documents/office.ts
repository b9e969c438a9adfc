/**
 * Word, Excel and PowerPoint (Office Open XML) and OpenDocument: zip archives of XML.
 *
 * Known limits: dates in Excel are the numbers that they are stored as; comments, headers and footers
 * are left out, and so are the formats of before 2007.
 */
import { Parser } from 'htmlparser2'
import type { TextSoFar } from './text-so-far.ts'
import { DAMAGED, UNSUPPORTED, Unreadable } from './unreadable.ts'
import { unpack } from './zip.ts'

const WANTED =
  /^(word\/(document|footnotes)\.xml|xl\/(sharedStrings|workbook)\.xml|xl\/worksheets\/[^/]+\.xml|ppt\/slides\/slide\d+\.xml|content\.xml|mimetype)$/

/** What to add to the text for a piece of XML. */
interface Reading {
  /** Text counts within these. */
  words: Set<string>
  onOpen?: Record<string, string>
  onClose: Record<string, string>
}

const WORD: Reading = {
  words: new Set(['w:t']),
  onOpen: { 'w:tab': '\t', 'w:br': '\n', 'w:cr': '\n' },
  onClose: { 'w:p': '\n', 'w:tc': '\t', 'w:tr': '\n' },
}
const SLIDE: Reading = { words: new Set(['a:t']), onOpen: { 'a:br': '\n' }, onClose: { 'a:p': '\n', 'a:tc': '\t', 'a:tr': '\n' } }
const OPEN_DOCUMENT: Reading = {
  words: new Set(['text:p', 'text:h']),
  onOpen: { 'text:tab': '\t', 'text:line-break': '\n', 'text:s': ' ' },
  onClose: { 'text:p': '\n', 'text:h': '\n', 'table:table-cell': '\t', 'table:table-row': '\n' },
}

export function readOffice(bytes: Uint8Array, text: TextSoFar): void {
  const files = unpack(bytes, (name) => WANTED.test(name))
  const xml = (name: string): string => new TextDecoder().decode(files.get(name))
  const numbered = (folder: RegExp) =>
    [...files.keys()].filter((name) => folder.test(name)).sort((a, b) => numberIn(a) - numberIn(b) || a.localeCompare(b))
  if (files.has('word/document.xml')) {
    readXml(xml('word/document.xml'), WORD, text)
    if (files.has('word/footnotes.xml')) readXml(xml('word/footnotes.xml'), WORD, text)
  } else if (files.has('xl/workbook.xml')) {
    const strings = files.has('xl/sharedStrings.xml') ? sharedStrings(xml('xl/sharedStrings.xml')) : []
    const names = sheetNames(xml('xl/workbook.xml'))
    for (const [index, name] of numbered(/^xl\/worksheets\//).entries()) {
      text.add(`${index === 0 ? '' : '\n'}${names[index] ?? ''}\n`)
      readSheet(xml(name), strings, text)
    }
  } else if ([...files.keys()].some((name) => name.startsWith('ppt/slides/'))) {
    for (const name of numbered(/^ppt\/slides\//)) {
      readXml(xml(name), SLIDE, text)
      text.add('\n')
    }
  } else if (files.has('content.xml')) readXml(xml('content.xml'), OPEN_DOCUMENT, text)
  else throw new Unreadable(files.size === 0 && !isWhole(bytes) ? DAMAGED : UNSUPPORTED)
}

const numberIn = (name: string): number => Number(/(\d+)\.xml$/.exec(name)?.[1] ?? 0)

/** Does it have the directory that every whole archive ends with? */
const isWhole = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(-65_557)).includes('PK\x05\x06', 0, 'latin1')

function readXml(xml: string, { words, onOpen = {}, onClose }: Reading, text: TextSoFar): void {
  let depth = 0
  walk(xml, text, {
    onopentagname(name) {
      if (words.has(name)) depth += 1
      const sign = onOpen[name]
      if (sign !== undefined) text.add(sign)
    },
    ontext(piece) {
      if (depth > 0) text.add(piece)
    },
    onclosetag(name) {
      if (words.has(name)) depth -= 1
      const sign = onClose[name]
      if (sign !== undefined) text.add(sign)
    },
  })
}

function sharedStrings(xml: string): string[] {
  const strings: string[] = []
  let current = ''
  let isText = false
  // How a word is pronounced stands beside it in Japanese sheets.
  let isReading = false
  walk(xml, null, {
    onopentagname(name) {
      if (name === 'si') current = ''
      else if (name === 't') isText = true
      else if (name === 'rPh') isReading = true
    },
    ontext(piece) {
      if (isText && !isReading) current += piece
    },
    onclosetag(name) {
      if (name === 'si') strings.push(current)
      else if (name === 't') isText = false
      else if (name === 'rPh') isReading = false
    },
  })
  return strings
}

function sheetNames(xml: string): string[] {
  const names: string[] = []
  walk(xml, null, {
    onopentag(name, { name: title }) {
      if (name === 'sheet' && title !== undefined) names.push(title)
    },
  })
  return names
}

function readSheet(xml: string, strings: string[], text: TextSoFar): void {
  let type = ''
  let value = ''
  let isValue = false
  let cells: string[] = []
  walk(xml, text, {
    onopentag(name, attributes) {
      if (name === 'c') {
        type = attributes['t'] ?? ''
        value = ''
      } else if (name === 'v' || name === 't') isValue = true
    },
    ontext(piece) {
      if (isValue) value += piece
    },
    onclosetag(name) {
      if (name === 'v' || name === 't') isValue = false
      else if (name === 'c') cells.push(type === 's' ? (strings[Number(value)] ?? '') : value)
      else if (name === 'row') {
        if (cells.some((cell) => cell !== '')) text.add(`${cells.join('\t')}\n`)
        cells = []
      }
    },
  })
}

type Handlers = ConstructorParameters<typeof Parser>[0]

/** `text`: when it is full, the rest is not read. */
function walk(xml: string, text: TextSoFar | null, handlers: Handlers): void {
  const parser = new Parser(handlers, { xmlMode: true, decodeEntities: true })
  for (let at = 0; at < xml.length && text?.isFull !== true; at += 65_536) parser.write(xml.slice(at, at + 65_536))
  parser.end()
}
