/** A JSON text as lines that can be folded, in the order in which they are read. */

export interface JsonLine {
  /** Where it is in the value: `/body/items/0`; unique among the opening lines. */
  path: string
  depth: number
  kind: 'open' | 'close' | 'value' | 'folded'
  /** The property's name with its quotes; null in arrays and at the top. */
  name: string | null
  /** Of an opening line the bracket, of a value its JSON text. */
  text: string
  /** How many entries an object or array has. */
  count: number
  hasComma: boolean
  type: 'string' | 'number' | 'literal' | 'bracket'
}

/** A text longer than this is cut on the screen; copy and download have all of it. */
const LONGEST_TEXT = 2000

export function parseJson(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return null
  }
}

/** JSON set out to be read; what is not JSON stays as it came. */
export function prettyJson(text: string): string {
  const parsed = parseJson(text)
  return parsed === null ? text : JSON.stringify(parsed.value, null, 2)
}

/** The objects and arrays at this depth and below, which are closed at first. */
export function pathsFrom(value: unknown, depth: number): string[] {
  const found: string[] = []
  walk(value, '', 0, (path, at) => {
    if (at >= depth) found.push(path)
  })
  return found
}

function walk(value: unknown, path: string, depth: number, see: (path: string, depth: number) => void): void {
  if (typeof value !== 'object' || value === null) return
  if (Object.keys(value).length > 0) see(path, depth)
  for (const [key, child] of Object.entries(value)) walk(child, `${path}/${key}`, depth + 1, see)
}

function typeOf(value: unknown): JsonLine['type'] {
  if (typeof value === 'string') return 'string'
  return typeof value === 'number' ? 'number' : 'literal'
}

function valueText(value: unknown): string {
  if (typeof value === 'string' && value.length > LONGEST_TEXT) return `${JSON.stringify(value.slice(0, LONGEST_TEXT)).slice(0, -1)}…"`
  return JSON.stringify(value) ?? 'null'
}

export function jsonLines(value: unknown, folded: ReadonlySet<string>): JsonLine[] {
  const lines: JsonLine[] = []
  const add = (node: unknown, name: string | null, path: string, depth: number, hasComma: boolean): void => {
    const line = (kind: JsonLine['kind'], text: string, type: JsonLine['type'], count = 0, comma = hasComma) =>
      lines.push({ path, depth, kind, name: kind === 'close' ? null : name, text, count, hasComma: comma, type })
    if (typeof node !== 'object' || node === null) {
      line('value', valueText(node), typeOf(node))
      return
    }
    const [open, close] = Array.isArray(node) ? ['[', ']'] : ['{', '}']
    const entries = Object.entries(node)
    if (entries.length === 0) {
      line('value', `${open}${close}`, 'bracket')
      return
    }
    if (folded.has(path)) {
      line('folded', `${open}…${close}`, 'bracket', entries.length)
      return
    }
    line('open', open, 'bracket', entries.length, false)
    for (const [index, [key, child]] of entries.entries())
      add(child, Array.isArray(node) ? null : JSON.stringify(key), `${path}/${key}`, depth + 1, index < entries.length - 1)
    line('close', close, 'bracket')
  }
  add(value, null, '', 0, false)
  return lines
}
