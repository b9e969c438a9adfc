/** A short sound, made here, that is asked to be transcribed when somebody presses "Test". */

const RATE = 16_000
const SECONDS = 1.5

/** A WAV with three notes: no words, so that what comes back says whether a server makes words up. */
export function testSound(): Uint8Array<ArrayBuffer> {
  const count = RATE * SECONDS
  const bytes = new Uint8Array(44 + count * 2)
  const view = new DataView(bytes.buffer)
  const write = (at: number, text: string) => bytes.set(new TextEncoder().encode(text), at)
  write(0, 'RIFF')
  view.setUint32(4, 36 + count * 2, true)
  write(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  // PCM, one channel, 16 bits.
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, RATE, true)
  view.setUint32(28, RATE * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  write(36, 'data')
  view.setUint32(40, count * 2, true)
  for (let at = 0; at < count; at += 1) {
    const note = [440, 554, 659][Math.floor((at / count) * 3)] ?? 440
    view.setInt16(44 + at * 2, Math.round(6000 * Math.sin((at / RATE) * 2 * Math.PI * note)), true)
  }
  return bytes
}
