/** A connection to an SSH server whose key is trusted, signed in. */
import type { Client, ConnectConfig } from 'ssh2'
import { type TunnelContext, TunnelError } from '../../port.ts'
import { connectionError, unreadableKey } from './failures.ts'
import { judgeHostKey } from './host-key.ts'
import { type SshSettings, serverOf } from './settings.ts'

const READY_MS = 20_000
/** A line that is dead without a word is noticed within nine seconds. */
const KEEPALIVE_MS = 3000
const KEEPALIVES_MISSED = 2

/** Rejects with a {@link TunnelError}; nothing is left open then. Errors after that are for the caller to listen to. */
export async function connect(settings: SshSettings, { secrets, signal, saveSettings }: TunnelContext): Promise<Client> {
  // Loaded with the first use: most never need it.
  const { Client } = await import('ssh2')
  const client = new Client()
  let untrusted: unknown = null
  const config: ConnectConfig = {
    host: settings.host,
    port: settings.port,
    username: settings.user === '' ? 'nokey' : settings.user,
    readyTimeout: READY_MS,
    keepaliveInterval: KEEPALIVE_MS,
    keepaliveCountMax: KEEPALIVES_MISSED,
    // Some ask for the password in a dialogue only; public services ask for nothing at all.
    tryKeyboard: true,
    ...(secrets['password'] === undefined ? {} : { password: secrets['password'] }),
    ...(secrets['privateKey'] === undefined ? {} : { privateKey: `${secrets['privateKey'].trim()}\n` }),
    ...(secrets['passphrase'] === undefined ? {} : { passphrase: secrets['passphrase'] }),
    hostVerifier: (key: Buffer, verify: (isTrusted: boolean) => void) => {
      judgeHostKey(settings, key, saveSettings).then(
        (error) => {
          untrusted = error
          verify(error === null)
        },
        (error: unknown) => {
          untrusted = error
          verify(false)
        },
      )
    },
  }
  client.on('keyboard-interactive', (_name, _instructions, _language, prompts, answer) =>
    answer(prompts.map(() => secrets['password'] ?? '')),
  )
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      signal.removeEventListener('abort', onAbort)
      client.on('error', () => undefined)
      client.destroy()
      reject(error)
    }
    const onAbort = (): void => fail(new TunnelError('lost', 'The tunnel was closed.'))
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    client.once('error', (error) => fail(untrusted ?? connectionError(serverOf(settings), error)))
    client.once('close', () => fail(untrusted ?? connectionError(serverOf(settings), new Error('it hung up'))))
    client.once('ready', () => {
      signal.removeEventListener('abort', onAbort)
      client.removeAllListeners('error').removeAllListeners('close')
      resolve(client)
    })
    try {
      client.connect(config)
    } catch (error) {
      // The key is parsed before anything is sent.
      fail(unreadableKey(error))
    }
  })
}
