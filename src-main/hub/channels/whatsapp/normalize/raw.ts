/** The event as it came, made fit for the trace: without the key, and with binary data as a note. */
import { isObject, type JsonObject } from '../../../runtime/json.ts'
import { binaryLength } from './json.ts'

const MAX_DEPTH = 40
const MAX_NODES = 20_000
const MAX_STRING = 60_000
const BINARY_NAMES = new Set(['base64', 'jpegthumbnail', 'thumbnail', 'media', 'filesha256', 'fileencsha256', 'mediakey'])
const DROPPED_NAMES = new Set(['apikey', '__proto__', 'constructor', 'prototype'])

type NameKind = 'plain' | 'binary' | 'dropped'

/** The same few names come with every webhook: they are judged once. Bounded, since strangers choose them. */
const kinds = new Map<string, NameKind>()
const MAX_KNOWN_NAMES = 2000

function kindOf(name: string): NameKind {
  const known = kinds.get(name)
  if (known !== undefined) return known
  const lower = name.toLowerCase()
  const kind = DROPPED_NAMES.has(lower) ? 'dropped' : BINARY_NAMES.has(lower) ? 'binary' : 'plain'
  if (kinds.size < MAX_KNOWN_NAMES && name.length <= 64) kinds.set(name, kind)
  return kind
}

interface Budget {
  nodes: number
}

function copy(value: unknown, kind: NameKind, depth: number, budget: Budget): unknown {
  budget.nodes += 1
  if (budget.nodes > MAX_NODES) return '[left out: too much data]'
  if (typeof value === 'string') {
    if (value.length > 64 && kind === 'binary' && !value.startsWith('http')) return `[base64, ${value.length} characters]`
    return value.length > MAX_STRING ? `${value.slice(0, MAX_STRING).toWellFormed()} [cut]` : value.toWellFormed()
  }
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MAX_DEPTH) return '[left out: nested too deeply]'
  if (Array.isArray(value)) return value.slice(0, MAX_NODES).map((item) => copy(item, kind, depth + 1, budget))
  if (!isObject(value)) return null
  const length = binaryLength(value)
  if (length !== null) return `[binary, ${length} bytes]`
  const result: JsonObject = {}
  for (const key of Object.keys(value)) {
    const itemKind = kindOf(key)
    if (itemKind === 'dropped') continue
    if (budget.nodes > MAX_NODES) break
    result[key] = copy(value[key], itemKind, depth + 1, budget)
  }
  return result
}

/** A bounded copy of any JSON without `apikey` and without binary data. */
export function traceable(value: unknown): unknown {
  return copy(value, 'plain', 0, { nodes: 0 })
}
