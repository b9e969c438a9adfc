/**
 * Structured data as a JSON text, to cross the DevTools protocol. The functions stand alone, as
 * their source text also runs in the page.
 */

/** What `structuredClone` carries and oRPC or a preload may send. Anything else is an error, not a loss. */
export function encodeStructured(value: unknown): string {
  const base64 = (bytes: Uint8Array): string => {
    let binary = ''
    for (const byte of bytes) binary += String.fromCharCode(byte)
    return btoa(binary)
  }
  const walk = (item: unknown): unknown => {
    if (item === undefined) return { $: 'undefined' }
    if (item === null || typeof item === 'string' || typeof item === 'boolean') return item
    if (typeof item === 'number') return Number.isFinite(item) ? item : { $: 'number', value: String(item) }
    if (typeof item === 'bigint') return { $: 'bigint', value: String(item) }
    if (item instanceof Date) return { $: 'date', value: item.toISOString() }
    if (item instanceof ArrayBuffer) return { $: 'buffer', value: base64(new Uint8Array(item)) }
    if (ArrayBuffer.isView(item)) return { $: 'bytes', value: base64(new Uint8Array(item.buffer, item.byteOffset, item.byteLength)) }
    if (Array.isArray(item)) return item.map(walk)
    if (typeof item === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(item))) {
      return { $: 'object', value: Object.entries(item).map(([key, inner]) => [key, walk(inner)]) }
    }
    throw new Error(`The stand-in cannot clone ${Object.prototype.toString.call(item)}`)
  }
  return JSON.stringify(walk(value))
}

export function decodeStructured(text: string): unknown {
  const bytes = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const walk = (item: unknown): unknown => {
    if (Array.isArray(item)) return item.map(walk)
    if (typeof item !== 'object' || item === null) return item
    const { $: kind, value } = item as { $: string; value: never }
    switch (kind) {
      case 'undefined':
        return undefined
      case 'number':
        return Number(value)
      case 'bigint':
        return BigInt(value)
      case 'date':
        return new Date(value)
      case 'buffer':
        return bytes(value).buffer
      case 'bytes':
        return bytes(value)
      default:
        return Object.fromEntries((value as [string, unknown][]).map(([key, inner]) => [key, walk(inner)]))
    }
  }
  return walk(JSON.parse(text))
}
