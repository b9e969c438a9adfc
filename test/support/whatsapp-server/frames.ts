/** The framing of WhatsApp's WebSocket: three bytes of length before each frame, an intro before the first. */
import { bigEndian } from './stanza.ts'

const INTRO_BYTES = 4
const LENGTH_BYTES = 3
/** "ED", three bytes, three bytes of length, then routing information that a client got earlier. */
const ROUTING_HEADER_BYTES = 7

export function frame(bytes: Uint8Array): Buffer {
  return Buffer.concat([bigEndian(bytes.length, LENGTH_BYTES), bytes])
}

export class FrameReader {
  #buffer = Buffer.alloc(0)
  #isIntroduced = false

  /** Takes what came in and gives back the frames that are whole now. */
  read(chunk: Uint8Array): Buffer[] {
    this.#buffer = Buffer.concat([this.#buffer, chunk])
    if (!this.#isIntroduced && !this.#skipIntro()) return []
    const frames: Buffer[] = []
    while (this.#buffer.length >= LENGTH_BYTES) {
      const end = LENGTH_BYTES + this.#buffer.readUIntBE(0, LENGTH_BYTES)
      if (this.#buffer.length < end) break
      frames.push(this.#buffer.subarray(LENGTH_BYTES, end))
      this.#buffer = this.#buffer.subarray(end)
    }
    return frames
  }

  #skipIntro(): boolean {
    if (this.#buffer.length < INTRO_BYTES) return false
    let skipped = INTRO_BYTES
    if (this.#buffer.subarray(0, 2).toString() === 'ED') skipped += ROUTING_HEADER_BYTES + this.#buffer.readUIntBE(4, LENGTH_BYTES)
    if (this.#buffer.length < skipped) return false
    this.#buffer = this.#buffer.subarray(skipped)
    this.#isIntroduced = true
    return true
  }
}
