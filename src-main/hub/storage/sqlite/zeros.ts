/**
 * Files of zeros, made ahead. A write into one changes nothing but its bytes; where a write makes a file longer, the
 * file system writes that down as well, and the disk is waited for twice.
 */
import { write } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { promisify } from 'node:util'

/** At once it would stand in the way of those who wait for the disk meanwhile. */
const STEP_BYTES = 262_144
/** What is made ahead is never what fills a disk: so many times as much must be free. */
const ROOM_FACTOR = 10

const writeTo = promisify(write)

export async function hasRoomFor(bytes: number, folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize >= bytes * ROOM_FACTOR
}

/** From its beginning. Rejects with what the file system says. */
export async function fillWithZeros(handle: number, bytes: number): Promise<void> {
  const zeros = Buffer.alloc(STEP_BYTES)
  for (let at = 0; at < bytes; ) {
    const { bytesWritten } = await writeTo(handle, zeros, 0, Math.min(STEP_BYTES, bytes - at), at)
    at += bytesWritten
  }
}
