/** The wanted files of a zip archive. What it says of its sizes is not believed: what comes out is counted. */
import { Unzip, UnzipInflate } from 'fflate'
import { TOO_LARGE, Unreadable } from './unreadable.ts'

const MAX_UNPACKED_BYTES = 64 * 1024 * 1024
const MAX_FILES = 5000
const PIECE_BYTES = 64 * 1024

/** By their names, as far as they were found. Throws Unreadable for more than 64 MB of them. */
export function unpack(bytes: Uint8Array, isWanted: (name: string) => boolean): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array[]>()
  let unpacked = 0
  let seen = 0
  const unzip = new Unzip((file) => {
    seen += 1
    if (seen > MAX_FILES) throw new Unreadable(TOO_LARGE)
    if (!isWanted(file.name) || files.has(file.name)) return
    const pieces: Uint8Array[] = []
    files.set(file.name, pieces)
    file.ondata = (error, piece) => {
      if (error !== null) throw error
      unpacked += piece.length
      if (unpacked > MAX_UNPACKED_BYTES) throw new Unreadable(TOO_LARGE)
      pieces.push(piece)
    }
    file.start()
  })
  unzip.register(UnzipInflate)
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) unzip.push(bytes.subarray(at, at + PIECE_BYTES), at + PIECE_BYTES >= bytes.length)
  return new Map([...files].map(([name, pieces]) => [name, Buffer.concat(pieces)]))
}
