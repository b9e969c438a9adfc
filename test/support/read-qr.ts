/** Reads a QR code off its picture, as a phone's camera would: a test that scans has seen what is on the screen. */
import jsqr from 'jsqr'
import { PNG } from 'pngjs'

/** @param image a PNG data URL. Throws when there is no code to be seen. */
export function readQr(image: string): string {
  const { data, width, height } = PNG.sync.read(Buffer.from(image.slice(image.indexOf(',') + 1), 'base64'))
  // CommonJS, whose default is its module to TypeScript.
  const read = jsqr as unknown as (data: Uint8ClampedArray, width: number, height: number) => { data: string } | null
  const code = read(new Uint8ClampedArray(data), width, height)
  if (code === null) throw new Error('no QR code can be read from the picture')
  return code.data
}
