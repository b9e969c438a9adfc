/**
 * What goes wrong in the desktop host itself, in a file of its own: the hub's log may be closed or
 * not yet open, and nobody sees the standard error of a window's process.
 */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

const MAX_BYTES = 1024 * 1024

/** Appends one line. Kept are the current megabyte and the one before. Never throws. */
export function appendToLog(file: string, message: string): void {
  const line = `${new Date().toISOString()} ${message.replaceAll('\n', '\n  ')}\n`
  process.stderr.write(line)
  try {
    mkdirSync(dirname(file), { recursive: true })
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES) renameSync(file, `${file}.old`)
    appendFileSync(file, line)
  } catch {
    // A full or read-only disk has been reported by the storage already; there is nowhere left to write to.
  }
}
