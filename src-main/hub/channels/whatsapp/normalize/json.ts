/**
 * Reading JSON that anybody may have written. Every function answers null for what is not there
 * or has another type; none throws, and none reads an inherited property.
 */

import { isObject, type JsonObject } from '../../../runtime/json.ts'

export function field(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

export function objectAt(value: unknown, name: string): JsonObject | null {
  const found = field(value, name)
  return isObject(found) ? found : null
}

export function listAt(value: unknown, name: string): unknown[] {
  const found = field(value, name)
  return Array.isArray(found) ? found : []
}

export function stringAt(value: unknown, name: string): string | null {
  const found = field(value, name)
  return typeof found === 'string' ? found : null
}

export function booleanAt(value: unknown, name: string): boolean {
  return field(value, name) === true
}

/** A number, a numeric string, or a protobuf Long as Evolution prints it: `{low, high, unsigned}`. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'string') return /^-?\d{1,18}(\.\d+)?$/.test(value.trim()) ? Number(value) : null
  const low = field(value, 'low')
  const high = field(value, 'high')
  if (typeof low !== 'number' || typeof high !== 'number') return null
  if (!Number.isInteger(low) || !Number.isInteger(high)) return null
  const combined = high * 2 ** 32 + (low >>> 0)
  return Number.isSafeInteger(combined) ? combined : null
}

/** A whole number from zero up, or null. */
export function countAt(value: unknown, name: string): number | null {
  const found = numberOf(field(value, name))
  return found !== null && found >= 0 && found <= Number.MAX_SAFE_INTEGER ? Math.floor(found) : null
}

/** Is this a byte array, or one printed as `{"0": 12, "1": 7, …}`? Returns its length. */
export function binaryLength(value: unknown): number | null {
  if (value instanceof Uint8Array) return value.length
  if (!isObject(value) || typeof value['0'] !== 'number') return null
  const keys = Object.keys(value)
  return keys[keys.length - 1] === String(keys.length - 1) ? keys.length : null
}

/** Bytes as they are, as the JSON of Evolution (`{"0": 12, …}`) or of a Buffer, or in base64; null for anything else. */
export function binaryOf(value: unknown): Uint8Array | null {
  if (value instanceof Uint8Array) return value
  if (typeof value === 'string') return bytesOf(value)
  const numbers = binaryLength(value) === null ? listAt(value, 'data') : Object.values(value as JsonObject)
  return numbers.length > 0 && numbers.every((byte) => typeof byte === 'number') ? Uint8Array.from(numbers) : null
}

/** Base64 text to bytes; null when it is empty or no base64. A `data:` prefix is allowed. */
export function bytesOf(value: unknown): Uint8Array | null {
  if (typeof value !== 'string' || value === '') return null
  const start = value.startsWith('data:') ? value.indexOf(',') + 1 : 0
  if (!/^[A-Za-z0-9+/=_\s-]*$/.test(value.slice(start, start + 256))) return null
  const bytes = Buffer.from(start === 0 ? value : value.slice(start), 'base64')
  // Small buffers are windows into Node's shared pool: copied, so that nobody sends the pool to a worker.
  return bytes.length === 0 ? null : bytes.length < bytes.buffer.byteLength ? new Uint8Array(bytes) : bytes
}

/** An http(s) address short enough to be one, or null. */
export function webAddress(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 4000) return null
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) ? value : null
}
