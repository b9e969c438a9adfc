/** What `ssh2` says, as one plain sentence and what follows from it. */
import { errorMessage } from '../../../../../src-shared/errors.ts'
import { TunnelError } from '../../port.ts'

type SshError = Error & { level?: string; code?: string }

export const refusedUser = (cause: unknown): TunnelError =>
  new TunnelError('credentials', 'The SSH server does not accept this user, password or key.', { cause })

export const unreadableKey = (cause: unknown): TunnelError =>
  new TunnelError('credentials', 'The private key cannot be read, or its passphrase is wrong.', { cause })

/** @param server `host:port` */
export function connectionError(server: string, error: SshError): TunnelError {
  if (error.level === 'client-authentication') return refusedUser(error)
  if (error.level === 'client-timeout')
    return new TunnelError('unreachable', `${server} does not answer as an SSH server.`, { cause: error })
  if (error.level === 'protocol' || error.level === 'handshake')
    return new TunnelError('refused', `${server} does not speak SSH as expected: ${error.message}`, { cause: error })
  return new TunnelError('unreachable', `${server} cannot be reached: ${errorMessage(error)}`, { cause: error })
}
