/** What a person asks of the link: connect, disconnect, restart, log out, remove. One at a time. */
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import { sleep, type Timers } from '../../runtime/timers.ts'
import { EvolutionError } from './failures.ts'
import { type LinkingParts, linkAccount } from './linking.ts'
import { foreignWebhook, releaseWebhook } from './registration.ts'
import type { Watchdog } from './watchdog.ts'

const RESTART_POLL_MS = 2000
const RESTART_POLLS = 15

export interface LifecycleParts extends LinkingParts {
  watchdog: Watchdog
  timers: Timers
  /** The channel has been stopped. */
  stopSignal: AbortSignal
  forgetToken(): Promise<void>
}

async function tolerating(call: () => Promise<void>, ...codes: string[]): Promise<void> {
  try {
    await call()
  } catch (error) {
    if (!(error instanceof EvolutionError) || !codes.includes(error.code)) throw error
  }
}

export class Lifecycle {
  readonly #parts: LifecycleParts

  constructor(parts: LifecycleParts) {
    this.#parts = parts
  }

  /** Links or re-links; a failure is also put on the connection. */
  async connect(phoneNumber: string | null, replacesWebhook: boolean): Promise<void> {
    const { account, watchdog, link, timers, stopSignal } = this.#parts
    await account.keep({ paused: false, liveFrom: new Date(timers.now()).toISOString() })
    try {
      await watchdog.without(async () => {
        if (replacesWebhook) await this.#allowReplacing()
        await linkAccount(this.#parts, phoneNumber)
      })
    } catch (error) {
      if (error instanceof OmniError) link.fail(error)
      throw error
    } finally {
      if (!stopSignal.aborted) watchdog.start()
    }
  }

  /** Stops receiving. The account stays linked on the server, which has no way to close its socket. */
  async disconnect(): Promise<void> {
    const { account, watchdog, api, webhook, log } = this.#parts
    watchdog.stop()
    await watchdog.without(async () => {
      await account.keep({ paused: true })
      this.rest()
      await releaseWebhook(api, webhook.registration).catch((error: unknown) => {
        log.info({ error: errorMessage(error) }, 'the webhook could not be switched off')
      })
    })
  }

  /** How a disconnected account shows itself, also after a new start of the hub. */
  rest(): void {
    this.#parts.link.end('Disconnected. The account is still linked on the Evolution server.', { forgetAccount: false })
  }

  /** Resolves once the account is back, or after half a minute; the watchdog goes on from there. */
  async restart(): Promise<void> {
    const { api, watchdog, link, timers, stopSignal } = this.#parts
    await watchdog.without(async () => {
      try {
        await api.restart()
      } catch (error) {
        if (!(error instanceof EvolutionError) || error.code !== 'not_connected') throw error
        throw new OmniError('not_connected', 'WhatsApp is not linked. Press Connect and scan the code.', { cause: error })
      }
      // The server may say "open" for a moment before it disconnects, so the first look comes late.
      for (let poll = 0; poll < RESTART_POLLS; poll += 1) {
        await sleep(timers, RESTART_POLL_MS, stopSignal)
        if (stopSignal.aborted) return
        if ((await api.connectionState()) === 'open') {
          await this.#parts.whenOpen()
          return
        }
        link.apply({ kind: 'connecting' })
      }
    })
  }

  /** Unlinks the account. One that is not linked, or not there, is fine. */
  async logout(): Promise<void> {
    const { api, account, watchdog, link } = this.#parts
    await watchdog.without(async () => {
      await this.#ending(() => tolerating(() => api.logout(), 'not_connected', 'not_found'))
      await account.unlinked()
      link.end(null, { forgetAccount: true })
    })
  }

  /** Deletes the instance on the server if Omni made it, or if told to; else its messages only stop coming here. One that is not there is fine. */
  async remove({ evenIfAdopted }: { evenIfAdopted: boolean }): Promise<void> {
    const { account, api, watchdog, webhook, link, forgetToken } = this.#parts
    watchdog.stop()
    await watchdog.without(async () => {
      const row = evenIfAdopted ? null : await api.findInstance()
      if (evenIfAdopted || (row !== null && account.isOurs(row))) await this.#ending(() => this.#deleteRemote())
      else if (row !== null) await releaseWebhook(api, webhook.registration)
      await forgetToken()
      link.end(null, { forgetAccount: true })
    })
  }

  /** Somebody said yes to replacing the webhook that is there now, which is remembered for its address. */
  async #allowReplacing(): Promise<void> {
    const { account, api, webhook } = this.#parts
    let foreign: string | null = null
    await tolerating(async () => {
      foreign = foreignWebhook(await api.findWebhook(), webhook.registration)
    }, 'not_found')
    if (foreign !== null) await account.keep({ replaceableWebhook: foreign })
  }

  /** Keeps the webhooks of a requested end from being reported, unless it fails. */
  async #ending(call: () => Promise<void>): Promise<void> {
    const { link } = this.#parts
    link.expectEnd(true)
    try {
      await call()
    } catch (error) {
      link.expectEnd(false)
      throw error
    }
  }

  async #deleteRemote(): Promise<void> {
    const { api } = this.#parts
    try {
      await tolerating(() => api.deleteInstance(), 'not_found')
    } catch (error) {
      // Older versions want an instance to be logged out before it is deleted.
      if (!(error instanceof EvolutionError) || error.code !== 'bad_request') throw error
      await tolerating(() => api.logout(), 'not_connected', 'not_found')
      await tolerating(() => api.deleteInstance(), 'not_found')
    }
  }
}
