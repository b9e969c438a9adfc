/** OpenSSH's server, for the tests of the tunnel: the one of this machine, or installed where that needs nobody. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const PLACES = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/local/bin/sshd', '/opt/homebrew/sbin/sshd']
const INSTALL = ['install', '-y', '--no-install-recommends', 'openssh-server']

function runs(program: string, args: string[]): boolean {
  try {
    // No service is started: some containers would wait for one, and none is wanted.
    execFileSync(program, args, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' } })
    return true
  } catch {
    return false
  }
}

const found = () => PLACES.find((place) => existsSync(place)) ?? null

/** Throws with the command that installs it where that is not done here. */
export function findSshd(): string {
  const there = found()
  if (there !== null) return there
  if (process.platform === 'linux' && process.getuid?.() === 0 && runs('apt-get', ['--version'])) {
    if (!runs('apt-get', INSTALL)) runs('apt-get', ['update']) && runs('apt-get', INSTALL)
    const installed = found()
    if (installed !== null) return installed
  }
  throw new Error('The tests of the tunnel need an sshd: sudo apt-get install openssh-server')
}
