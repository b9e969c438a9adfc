/**
 * A program that outlived us: where our process is killed hard, nothing can be done in that moment. It leads to a
 * port at which nobody is, and is ended before the next one is started.
 *
 * Known limit: on Windows the command of another process cannot be asked for without more, and it stays.
 */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { CloudflaredSettings } from './settings.ts'

const ASK_MS = 3000

/** Never rejects. A process that has the number by chance now is left alone: its command is another. */
export async function endLeftOver(started: CloudflaredSettings['started']): Promise<void> {
  if (started === null || process.platform === 'win32') return
  try {
    const { stdout } = await promisify(execFile)('ps', ['-ww', '-o', 'args=', '-p', String(started.pid)], { timeout: ASK_MS })
    // Of a script it names the interpreter first.
    if (stdout.trim().endsWith(started.command)) process.kill(started.pid, 'SIGKILL')
  } catch {
    // It is gone.
  }
}
