/**
 * A tunnel through ngrok, by its own library: a token is all it needs.
 *
 * Known limits: the library does not say how much of a plan is used. It connects again without help and keeps the
 * address, so a line that is down counts as lost only when it stays so. Where the tests run the service cannot be
 * reached: what it says is known from its documentation.
 */
import * as z from 'zod'
import { type OpenTunnel, TunnelError, type TunnelProvider } from '../port.ts'
import { ngrokError } from './ngrok/failures.ts'
import { loadNgrok, type Ngrok } from './ngrok/load.ts'

/** What is down for so long is opened again. */
const AWAY_MS = 20_000

const DOMAIN_WRONG = 'Enter only the name of the domain, such as shop.ngrok-free.app.'
/** Also as an address that was copied whole. */
const schema = z.object({
  domain: z
    .string()
    .trim()
    .toLowerCase()
    .transform((text) => text.replace(/^https:\/\//, '').replace(/\/$/, ''))
    .refine((name) => name === '' || /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name), DOMAIN_WRONG)
    .default(''),
})

/** `load`: the library, which is loaded at the first use. */
export function createNgrok(load: () => Promise<Ngrok> = loadNgrok): TunnelProvider {
  return {
    type: {
      id: 'ngrok',
      name: 'ngrok',
      description: 'A service with a free plan: an account at ngrok.com and its token are all it needs.',
      fields: [
        { name: 'token', label: 'ngrok token', help: 'On dashboard.ngrok.com, under "Your Authtoken".', kind: 'secret', required: true },
        {
          name: 'domain',
          label: 'Reserved domain',
          help: 'Empty: ngrok gives one. A free account has one domain that stays, under "Domains".',
          kind: 'text',
          required: false,
          placeholder: 'shop.ngrok-free.app',
        },
      ],
    },
    parseSettings: (settings) => schema.parse(settings),
    async open({ settings, secrets, target, signal, timers, log }): Promise<OpenTunnel> {
      const { domain } = schema.parse(settings)
      const token = secrets['token'] ?? ''
      if (token === '') throw new TunnelError('credentials', 'Enter the ngrok token first.')
      const closed = Promise.withResolvers<TunnelError | null>()
      let cancelAway: (() => void) | null = null
      const { forward } = await load()
      const opening = forward({
        addr: `${target.host}:${target.port}`,
        authtoken: token,
        // A session that was left from before may have another token.
        force_new_session: true,
        ...(domain === '' ? {} : { domain }),
        onStatusChange(status) {
          log.info({ status }, 'ngrok')
          cancelAway?.()
          cancelAway =
            status === 'closed'
              ? timers.after(AWAY_MS, () => closed.resolve(new TunnelError('lost', 'The connection to ngrok was lost.')))
              : null
        },
      })
      const listener = await unlessAborted(opening, signal).catch((error: unknown) => {
        throw ngrokError(error, token)
      })
      const publicUrl = listener.url()
      async function close(): Promise<void> {
        cancelAway?.()
        closed.resolve(null)
        await listener.close().catch((error: unknown) => log.info({ error: ngrokError(error, token).message }, 'ngrok'))
      }
      if (publicUrl !== null) return { publicUrl, isProvenFromHere: true, closed: closed.promise, close }
      await close()
      throw new TunnelError('refused', 'The ngrok service refuses the tunnel: it gives no address.')
    },
  }
}

/** The library cannot be told to stop: what comes up too late is closed. */
function unlessAborted<T extends { close(): Promise<void> }>(opening: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(new TunnelError('lost', 'The tunnel was closed.'))
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
    opening.then(
      (listener) => {
        signal.removeEventListener('abort', onAbort)
        if (signal.aborted) void listener.close().catch(() => undefined)
        else resolve(listener)
      },
      (error: unknown) => {
        signal.removeEventListener('abort', onAbort)
        reject(error)
      },
    )
  })
}
