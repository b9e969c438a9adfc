/** The key of a server is pinned at its first use. Another one may be somebody in between, so nothing is said to it. */
import { createHash } from 'node:crypto'
import { type TunnelContext, TunnelError } from '../../port.ts'
import { type SshSettings, serverOf } from './settings.ts'

/** As `ssh` and `ssh-keygen -l` show it. */
export const fingerprintOf = (key: Uint8Array): string => `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`

/** Resolves to null when the key may be trusted, and remembers it. */
export async function judgeHostKey(
  settings: SshSettings,
  key: Uint8Array,
  save: TunnelContext['saveSettings'],
): Promise<TunnelError | null> {
  const shown = { server: serverOf(settings), fingerprint: fingerprintOf(key) }
  const { hostKey } = settings
  if (hostKey === null || hostKey.server !== shown.server) {
    await save({ hostKey: shown, otherHostKey: null })
    return null
  }
  if (hostKey.fingerprint === shown.fingerprint) return null
  await save({ otherHostKey: shown })
  return new TunnelError(
    'host_key',
    `${shown.server} shows another key than before (${shown.fingerprint}). Trust it only if whoever runs the server says that this is its key.`,
  )
}

export function withTrustedKey(settings: SshSettings): Record<string, unknown> | null {
  const { otherHostKey } = settings
  return otherHostKey === null || otherHostKey.server !== serverOf(settings) ? null : { hostKey: otherHostKey, otherHostKey: null }
}
