/**
 * A port of an SSH server, whose connections come here: the owner's own server, or a public service that gives out
 * addresses. It speaks SSH itself, so that no program need be installed.
 *
 * Known limits: an SSH agent is not asked, jump hosts are not used, and a server that offers a new kind of key counts
 * as one whose key has changed. A server that does not notice a dead line (`ClientAliveInterval`) keeps a fixed port
 * for it, which is then refused to the next.
 */
import type { Client } from 'ssh2'
import { type OpenTunnel, type TunnelContext, TunnelError, type TunnelProvider } from '../port.ts'
import { connect } from './ssh/connect.ts'
import { askToForward, passOn } from './ssh/forward.ts'
import { withTrustedKey } from './ssh/host-key.ts'
import { printedAddress } from './ssh/printed-address.ts'
import { fields, type SshSettings, serverOf, sshSettings } from './ssh/settings.ts'

/** A server that is told goodbye and stays is left. */
const GOODBYE_MS = 1000
/** What public services call their web address. */
const WEB_PORT = 80

export const ssh: TunnelProvider = {
  type: {
    id: 'ssh',
    name: 'SSH',
    description: 'A server of your own with SSH, or a public SSH service: no program is needed on this computer.',
    fields,
  },
  parseSettings: sshSettings,
  secretsGoTo: (settings) => serverOf({ host: String(settings['host'] ?? ''), port: Number(settings['port'] ?? 22) }),
  trustHostKey: (settings) => withTrustedKey(sshSettings(settings)),
  async open(context) {
    const settings = sshSettings(context.settings)
    const client = await connect(settings, context)
    return openOn(client, settings, context)
  },
}

async function openOn(client: Client, settings: SshSettings, context: TunnelContext): Promise<OpenTunnel> {
  const { timers, target, signal, log } = context
  const closed = Promise.withResolvers<TunnelError | null>()
  let isClosing = false
  const endSockets = passOn(client, target)
  client.on('error', (error) => log.info({ error: error.message }, 'the SSH connection failed'))
  client.on('close', () => {
    endSockets()
    closed.resolve(isClosing ? null : new TunnelError('lost', 'The SSH server ended the connection.'))
  })

  async function close(): Promise<void> {
    isClosing = true
    const cancel = timers.after(GOODBYE_MS, () => client.destroy())
    client.end()
    await closed.promise
    cancel()
  }

  const onAbort = () => void client.destroy()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    const publicUrl = await publicUrlOf(client, settings, context, () => {
      // It is opened again, and finds the new one.
      log.info({}, 'the SSH service moved the address')
      client.destroy()
    })
    return { publicUrl, isProvenFromHere: true, closed: closed.promise, close }
  } catch (error) {
    await close()
    throw error
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

async function publicUrlOf(client: Client, settings: SshSettings, context: TunnelContext, onMoved: () => void): Promise<string> {
  const { kind, remoteHost, remotePort, publicUrl } = settings
  if (kind === 'own') {
    const port = await askToForward(client, remoteHost === '' ? '127.0.0.1' : remoteHost, remotePort)
    return publicUrl === '' ? `http://127.0.0.1:${port}` : publicUrl
  }
  // Some write it as soon as the port is asked for.
  const printed = printedAddress(client, context, onMoved)
  const [address] = await Promise.all([printed, askToForward(client, remoteHost, remotePort === 0 ? WEB_PORT : remotePort)])
  return publicUrl === '' ? address : publicUrl
}
