/**
 * Loaded into a process before everything else: ends it without a word before the n-th thing that it does to the file system
 * (`KILL_AT`), as a power cut would. A process that comes to its end has written how many there were (`KILL_COUNT`).
 */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const at = Number(process.env['KILL_AT'] ?? 0)
let count = 0

function step(): void {
  count += 1
  if (count === at) process.kill(process.pid, 'SIGKILL')
}

type Any = (...args: unknown[]) => unknown
function counted(holder: Record<string, Any>, names: string[]): void {
  for (const name of names) {
    const real = holder[name]
    if (real === undefined) continue
    holder[name] = (...args: unknown[]) => {
      step()
      return real.apply(holder, args)
    }
  }
}

counted(fs as unknown as Record<string, Any>, ['renameSync', 'rmSync', 'mkdirSync', 'writeFileSync', 'fsyncSync', 'linkSync', 'unlinkSync'])
counted(fs.promises as unknown as Record<string, Any>, ['rename', 'rm', 'mkdir', 'open', 'stat'])
syncBuiltinESMExports()
process.on('exit', () => {
  const into = process.env['KILL_COUNT']
  if (into !== undefined) fs.writeFileSync(into, String(count))
})
