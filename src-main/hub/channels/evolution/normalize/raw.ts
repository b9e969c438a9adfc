/** The event as it came, made fit for the trace: without the key, and with binary data as a note. */
import { binaryLength, isObject, type JsonObject } from './json.ts'

const MAX_DEPTH = 40
const MAX_NODES = 20_000
const MAX_STRING = 60_000
const BINARY_NAMES = new Set(['base64', 'jpegthumbnail', 'thumbnail', 'media', 'filesha256', 'fileencsha256', 'mediakey'])
const DROPPED_NAMES = new Set(['apikey', '__proto__', 'constructor', 'prototype'])

interface Budget {
  nodes: number
}

function copy(value: unknown, name: string, depth: number, budget: Budget): unknown {
  budget.nodes += 1
  if (budget.nodes > MAX_NODES) return '[left out: too much data]'
  if (typeof value === 'string') {
    if (BINARY_NAMES.has(name.toLowerCase()) && value.length > 64 && !value.startsWith('http'))
      return `[base64, ${value.length} characters]`
    return value.length > MAX_STRING ? `${value.slice(0, MAX_STRING).toWellFormed()} [cut]` : value.toWellFormed()
  }
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MAX_DEPTH) return '[left out: nested too deeply]'
  if (Array.isArray(value)) return value.slice(0, MAX_NODES).map((item) => copy(item, name, depth + 1, budget))
  if (!isObject(value)) return null
  const length = binaryLength(value)
  if (length !== null) return `[binary, ${length} bytes]`
  const result: JsonObject = {}
  for (const [key, item] of Object.entries(value)) {
    if (DROPPED_NAMES.has(key.toLowerCase())) continue
    if (budget.nodes > MAX_NODES) break
    result[key] = copy(item, key, depth + 1, budget)
  }
  return result
}

/** A bounded copy of any JSON without `apikey` and without binary data. */
export function traceable(value: unknown): unknown {
  return copy(value, '', 0, { nodes: 0 })
}
