/** The address that a public service writes into its session, among greetings and links of its own. */
import { once } from 'node:events'
import type { Client } from 'ssh2'
import { sleep } from '../../../runtime/timers.ts'
import { type TunnelContext, TunnelError } from '../../port.ts'

const PRINTED_MS = 15_000
const MAX_LINE = 2000

/**
 * As localhost.run ("… tunneled with tls termination, https://…"), serveo ("Forwarding HTTP traffic from https://…")
 * and those that write it on a line of its own were seen to. On this computer also without TLS, for tests.
 */
const ADDRESS = String.raw`(https:\/\/[a-z0-9.-]+|http:\/\/127\.0\.0\.1:\d+)\/?`
const FORMS = [
  new RegExp(String.raw`tunneled with tls termination, ${ADDRESS}\s*$`, 'i'),
  new RegExp(String.raw`Forwarding HTTP traffic from ${ADDRESS}\s*$`, 'i'),
  new RegExp(String.raw`^\s*${ADDRESS}\s*$`, 'i'),
]
/** Colours and cursor moves. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const ESCAPES = /\u001b\[[0-9;?]*[a-zA-Z]/g

export function addressIn(line: string): string | null {
  const plain = line.replaceAll(ESCAPES, '')
  for (const form of FORMS) {
    const [, address] = form.exec(plain) ?? []
    if (address !== undefined) return address.toLowerCase()
  }
  return null
}

/**
 * Resolves to the first address. `onOther` is called when the service moves it later. Rejects with a
 * {@link TunnelError} when it says none for a while.
 */
export async function printedAddress(client: Client, { timers, signal }: TunnelContext, onOther: () => void): Promise<string> {
  const found = Promise.withResolvers<string>()
  let first: string | null = null
  client.shell(false, (error, stream) => {
    if (error) return found.reject(new TunnelError('refused', 'The SSH service does not say an address.', { cause: error }))
    let rest = ''
    const read = (chunk: Buffer): void => {
      const lines = (rest + chunk.toString('utf8')).split(/\r\n|\r|\n/)
      rest = (lines.pop() ?? '').slice(-MAX_LINE)
      for (const address of lines.map(addressIn)) {
        if (address === null) continue
        if (first === null) found.resolve(address)
        else if (address !== first) onOther()
        first ??= address
      }
    }
    stream.on('data', read)
    stream.stderr.on('data', read)
  })
  const over = new AbortController()
  const ended = AbortSignal.any([signal, over.signal])
  const late = sleep(timers, PRINTED_MS, ended).then(() => {
    throw new TunnelError('refused', 'The SSH service does not say an address.')
  })
  const gone = once(client, 'close', { signal: ended }).then(
    () => {
      throw new TunnelError('lost', 'The SSH server ended the connection.')
    },
    () => new Promise<never>(() => undefined),
  )
  try {
    return await Promise.race([found.promise, late, gone])
  } finally {
    late.catch(() => undefined)
    over.abort()
  }
}
