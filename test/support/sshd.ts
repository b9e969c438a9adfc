/** A real OpenSSH server on a loopback port, in a process of its own, for one user and one key. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { findSshd } from '../../tools/find-sshd.ts'
import { freePort } from './free-port.ts'
import { newSshKey } from './ssh-key.ts'

export interface TestSshd {
  readonly host: string
  readonly port: number
  readonly user: string
  /** The text of the only key that may come in. */
  readonly privateKey: string
  /** Ends the sessions, and goes on listening: the line is cut. */
  cutLines(): void
  /** Ends the server with its sessions. */
  goAway(): Promise<void>
  /** Listens at its port again. */
  comeBack(options?: { isForwarding?: boolean }): Promise<void>
  /** It has another key from the next start on. */
  changeKey(): void
  stop(): Promise<void>
}

/** Returns the private key. */
function newKey(file: string): string {
  const { privateKey, publicKey } = newSshKey()
  writeFileSync(file, privateKey, { mode: 0o600 })
  writeFileSync(`${file}.pub`, publicKey)
  return privateKey
}

export async function startSshd(options: { isForwarding?: boolean } = {}): Promise<TestSshd> {
  const program = findSshd()
  const folder = mkdtempSync(join(tmpdir(), 'omni-sshd-'))
  const port = await freePort()
  const file = (name: string) => join(folder, name)
  newKey(file('host'))
  const privateKey = newKey(file('user'))
  let server: ChildProcess | null = null
  // As root it wants this folder, whatever its configuration says.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })

  async function comeBack({ isForwarding = options.isForwarding ?? true } = {}): Promise<void> {
    writeFileSync(
      file('config'),
      [
        `ListenAddress 127.0.0.1:${port}`,
        `HostKey ${file('host')}`,
        `AuthorizedKeysFile ${file('user.pub')}`,
        `PidFile ${file('pid')}`,
        'StrictModes no',
        'UsePAM no',
        'PasswordAuthentication no',
        'KbdInteractiveAuthentication no',
        'PermitRootLogin prohibit-password',
        `AllowTcpForwarding ${isForwarding ? 'yes' : 'no'}`,
        'PermitTTY no',
        'LogLevel INFO',
      ].join('\n'),
    )
    const child = spawn(program, ['-D', '-e', '-f', file('config')], { stdio: ['ignore', 'ignore', 'pipe'] })
    server = child
    let said = ''
    await new Promise<void>((resolve, reject) => {
      child.stderr?.on('data', (text: Buffer) => {
        said += text
        if (said.includes('Server listening')) resolve()
      })
      child.once('exit', () => reject(new Error(`sshd did not start: ${said}`)))
    })
  }

  const sessions = (): number[] => (server?.pid === undefined ? [] : childrenOf(server.pid))

  function cutLines(): void {
    for (const pid of sessions()) killTree(pid)
  }

  async function goAway(): Promise<void> {
    const child = server
    if (child === null) return
    server = null
    const gone = new Promise((resolve) => child.once('exit', resolve))
    const lines = childrenOf(child.pid ?? -1)
    child.kill('SIGKILL')
    for (const pid of lines) killTree(pid)
    await gone
  }

  await comeBack()
  return {
    host: '127.0.0.1',
    port,
    user: userInfo().username,
    privateKey,
    cutLines,
    goAway,
    comeBack,
    changeKey: () => void newKey(file('host')),
    async stop() {
      await goAway()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** From the process table: the processes that this one has started. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent
      } catch {
        return false
      }
    })
    .map(Number)
}

function killTree(pid: number): void {
  for (const child of childrenOf(pid)) killTree(child)
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended already.
  }
}
