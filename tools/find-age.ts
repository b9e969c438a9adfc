/** age's own program, for the test that opens a backup without Omni: the one of this machine, or installed where that needs nobody. */
import { execFileSync } from 'node:child_process'

const INSTALL = ['install', '-y', '--no-install-recommends', 'age']

function runs(program: string, args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    return true
  } catch {
    return false
  }
}

/** Throws with the command that installs it where that is not done here. */
export function ensureAge(): string {
  if (runs('age', ['--version'])) return 'age'
  if (process.platform === 'linux' && process.getuid?.() === 0 && runs('apt-get', ['--version'])) {
    if (!runs('apt-get', INSTALL)) runs('apt-get', ['update']) && runs('apt-get', INSTALL)
    if (runs('age', ['--version'])) return 'age'
  }
  throw new Error('The tests of backups need age: sudo apt-get install age')
}
