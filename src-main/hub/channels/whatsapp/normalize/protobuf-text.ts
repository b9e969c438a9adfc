/**
 * The text of a WhatsApp message in its encoded form, as JSON of the usual names. Only what an edit can
 * change is read: texts, captions, and the envelopes around them. Source: WhatsApp's protobuf, `Message`.
 */
import type { JsonObject } from '../../../runtime/json.ts'

/** A number of a field to its name, and what it holds: text, or a message with fields of its own. */
interface Shape {
  [field: number]: { name: string; holds: Shape | 'text' }
}

const MESSAGE: Shape = {}
const WRAPPER: Shape = { 1: { name: 'message', holds: MESSAGE } }
Object.assign(MESSAGE, {
  1: { name: 'conversation', holds: 'text' },
  3: { name: 'imageMessage', holds: { 3: { name: 'caption', holds: 'text' } } },
  6: { name: 'extendedTextMessage', holds: { 1: { name: 'text', holds: 'text' } } },
  7: { name: 'documentMessage', holds: { 20: { name: 'caption', holds: 'text' } } },
  9: { name: 'videoMessage', holds: { 7: { name: 'caption', holds: 'text' } } },
  12: { name: 'protocolMessage', holds: { 14: { name: 'editedMessage', holds: MESSAGE } } },
  37: { name: 'viewOnceMessage', holds: WRAPPER },
  40: { name: 'ephemeralMessage', holds: WRAPPER },
  53: { name: 'documentWithCaptionMessage', holds: WRAPPER },
  58: { name: 'editedMessage', holds: WRAPPER },
} satisfies Shape)

const MAX_DEPTH = 8
/** What the low three bits of a tag say about how a value is written. */
const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 }

/** Reads from the front; null once the bytes are not protobuf. */
class Reader {
  readonly bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  get isAtEnd(): boolean {
    return this.#at >= this.bytes.length
  }

  varint(): number | null {
    let value = 0
    for (let factor = 1; factor < 2 ** 64; factor *= 128) {
      const byte = this.bytes[this.#at]
      if (byte === undefined) return null
      this.#at += 1
      value += (byte & 127) * factor
      if (byte < 128) return value
    }
    return null
  }

  take(length: number): Uint8Array | null {
    const end = this.#at + length
    if (end > this.bytes.length) return null
    const taken = this.bytes.subarray(this.#at, end)
    this.#at = end
    return taken
  }

  /** The bytes of the next value; empty for numbers, which nobody asks for. */
  value(wire: number): Uint8Array | null {
    if (wire === WIRE.varint) return this.varint() === null ? null : new Uint8Array()
    if (wire === WIRE.fixed64) return this.take(8)
    if (wire === WIRE.fixed32) return this.take(4)
    const length = wire === WIRE.bytes ? this.varint() : null
    return length === null ? null : this.take(length)
  }
}

function read(bytes: Uint8Array, shape: Shape, depth: number): JsonObject | null {
  const result: JsonObject = {}
  const reader = new Reader(bytes)
  while (!reader.isAtEnd) {
    const tag = reader.varint()
    const value = tag === null ? null : reader.value(tag & 7)
    if (tag === null || value === null) return null
    const known = (tag & 7) === WIRE.bytes ? shape[Math.floor(tag / 8)] : undefined
    if (known === undefined) continue
    const held =
      known.holds === 'text' ? Buffer.from(value).toString('utf8') : depth < MAX_DEPTH ? read(value, known.holds, depth + 1) : null
    if (held === null) return null
    result[known.name] = held
  }
  return result
}

/** Null for bytes that are not a message. */
export const messageOfProtobuf = (bytes: Uint8Array): JsonObject | null => read(bytes, MESSAGE, 0)
