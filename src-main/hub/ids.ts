/** Ids of rows: UUID v7, so that they sort by time and new ones lie together in an index. */
import { hash, randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

const BYTES_PER_ID = 16
/** Asking the system for random bytes costs more than everything else about an id: ask for many. */
const pool = new Uint8Array(BYTES_PER_ID * 256)
let next = pool.length

export function newId(): string {
  if (next >= pool.length) {
    randomFillSync(pool)
    next = 0
  }
  const random = pool.subarray(next, next + BYTES_PER_ID)
  next += BYTES_PER_ID
  return v7({ random })
}

/**
 * The id of what has a name of its own: the same for the same name and time, and in the same order
 * by time as those of {@link newId}.
 */
export function idOf(name: string, atMs: number): string {
  return v7({ msecs: atMs, random: hash('sha256', name, 'buffer') })
}
