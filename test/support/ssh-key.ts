/** A key as people make them. `ssh2` makes one in a hundred or so that neither it nor OpenSSH can read (mscdex/ssh2#1390). */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findSshd } from '../../tools/find-sshd.ts'

/** Both as the text of their files. */
export function newSshKey(): { privateKey: string; publicKey: string } {
  // Its package brings ssh-keygen.
  findSshd()
  const folder = mkdtempSync(join(tmpdir(), 'omni-ssh-key-'))
  const file = join(folder, 'key')
  try {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', file])
    return { privateKey: readFileSync(file, 'utf8'), publicKey: readFileSync(`${file}.pub`, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
