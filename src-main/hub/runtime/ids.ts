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

const named = new Uint8Array(BYTES_PER_ID)

/**
 * The id of what has a name of its own: the same for the same name and time, and in the same order
 * by time as those of {@link newId}.
 */
export function idOf(name: string, atMs: number): string {
  // As text into bytes that are used again: a buffer for every hash costs twice the hash, and the collector its time.
  const digest = hash('sha256', name, 'binary')
  for (let index = 0; index < BYTES_PER_ID; index += 1) named[index] = digest.charCodeAt(index)
  return v7({ msecs: atMs, random: named })
}
