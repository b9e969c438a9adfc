/** The picture of a QR code, as the server sends it beside the code: every code has its own. */
import { crc32, deflateSync } from 'node:zlib'
import QRCode from 'qrcode'

const SCALE = 6
const QUIET_MODULES = 4

/** A PNG data URL, made at once: the library itself draws asynchronously only. */
export function qrImage(code: string): string {
  const { modules } = QRCode.create(code)
  const size = modules.size + 2 * QUIET_MODULES
  const isDark = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < modules.size && y < modules.size && modules.get(y, x) !== 0
  const width = size * SCALE
  const rows: Buffer[] = []
  for (let y = 0; y < size; y += 1) {
    // One byte a pixel after the row's filter byte.
    const row = Buffer.alloc(width + 1, 255)
    row[0] = 0
    for (let x = 0; x < width; x += 1) if (isDark(Math.floor(x / SCALE) - QUIET_MODULES, y - QUIET_MODULES)) row[x + 1] = 0
    for (let copy = 0; copy < SCALE; copy += 1) rows.push(row)
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(width, 4)
  header[8] = 8
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.concat(rows))), chunk('IEND', Buffer.alloc(0))]
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return `data:image/png;base64,${Buffer.concat([signature, ...chunks]).toString('base64')}`
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), data])
  const frame = Buffer.alloc(body.length + 8)
  frame.writeUInt32BE(data.length, 0)
  body.copy(frame, 4)
  frame.writeUInt32BE(crc32(body), body.length + 4)
  return frame
}
