/** The one switch "Reachable from the internet": on or off, what became of it, and who is told. */
import type { TunnelCall, TunnelSetup, TunnelStatus } from '../../../src-shared/contract/tunnel.ts'
import { errorMessage, OmniError } from '../../../src-shared/errors.ts'
import type { LiveBus } from '../live/bus.ts'
import type { Logger } from '../observe/logger.ts'
import type { Timers } from '../runtime/timers.ts'
import type { Vault } from '../secrets/vault.ts'
import type { Storage } from '../storage/port.ts'
import type { OpenListener } from './listener-port.ts'
import { openThrough } from './open-through.ts'
import type { TunnelProvider } from './port.ts'
import { createProofs } from './proof.ts'
import { createSetupStore, type TunnelChange } from './setup-store.ts'
import { createTunnelState, type TunnelNeed } from './state.ts'
import { type Line, superviseTunnel } from './supervise.ts'
import { createTraffic } from './traffic.ts'

/** Counters change with each call: a panel is told of them once in a while. */
const TELL_CALLS_MS = 1000

export interface TunnelService {
  load(): Promise<void>
  /** Opens it if it was left on. */
  start(): Promise<void>
  /** Closes everything; what is switched on stays so for the next start. */
  stop(): Promise<void>
  setup(): Promise<TunnelSetup>
  status(): TunnelStatus
  /** What only a person can do; null while there is nothing. */
  need(): TunnelNeed | null
  calls(): TunnelCall[]
  /** Throws OmniError('bad_request') with `details.field`. */
  save(change: TunnelChange): Promise<TunnelSetup>
  /** Of two calls that overlap, the later counts. Throws OmniError('bad_request') with `details.field` where one is missing. */
  turn(isOn: boolean): Promise<TunnelStatus>
  /** Throws OmniError('conflict') while there is no address. */
  prove(): Promise<TunnelStatus>
  trustHostKey(): Promise<TunnelStatus>
  /** The computer was asleep. */
  wake(): void
  /** What platforms are told, without a path; null while they are to call the address of this computer. */
  publicUrl(): string | null
}

interface Options {
  providers: readonly TunnelProvider[]
  storage: Pick<Storage, 'getSetting' | 'setSetting'>
  vault: Vault
  bus: Pick<LiveBus, 'publish'>
  log: Logger
  timers: Timers
  openListener: OpenListener
  /** The address for platforms is another now. */
  onMoved(): void
  toPaste(publicUrl: string): TunnelStatus['toPaste']
}

export function createTunnelService(options: Options): TunnelService {
  const { providers, storage, vault, bus, log, timers, toPaste } = options
  const store = createSetupStore({ storage, vault, log, defaultProviderId: providers[0]?.type.id ?? '' })
  const proofs = createProofs(timers)
  const traffic = createTraffic(timers.now)
  const state = createTunnelState({ timers, traffic, toPaste, isOn: () => store.get().isOn, onChanged: publish })
  let line: Line | null = null
  let isStopped = false
  /** Changes of the line, one after the other. */
  let changing: Promise<void> = Promise.resolve()
  let cancelTelling: (() => void) | null = null

  function publish(): void {
    bus.publish({ type: 'tunnel.changed', status: state.status() })
  }

  function publishSoon(): void {
    cancelTelling ??= timers.after(TELL_CALLS_MS, () => {
      cancelTelling = null
      publish()
    })
  }

  function chosen(): TunnelProvider {
    const { providerId } = store.get()
    return providerOf(providerId)
  }

  function providerOf(id: string): TunnelProvider {
    const provider = providers.find(({ type }) => type.id === id)
    if (provider === undefined)
      throw new OmniError('bad_request', 'This way to be reachable does not exist.', { details: { field: 'providerId' } })
    return provider
  }

  /** Platforms are told only of what was proved, and keep it while it is opened again. */
  function moveTo(publicUrl: string | null): void {
    if (store.get().publicUrl === publicUrl) return
    state.moved(store.get().publicUrl, publicUrl)
    store.keep({ publicUrl }).catch((error: unknown) => log.error({ error: errorMessage(error) }, 'saving the public address failed'))
    options.onMoved()
  }

  function begin(): Line {
    const begun: Line = superviseTunnel({
      timers,
      prove: proofs.prove,
      open: async (signal) =>
        openThrough(chosen(), {
          store,
          proofs,
          log,
          timers,
          signal,
          openListener: options.openListener,
          onQuota: (quota) => state.quota(quota),
          onCall(call) {
            traffic.add(call)
            if (call.isGenuine) {
              state.called()
              begun.called()
            }
            publishSoon()
          },
        }),
      tell(told) {
        log.info({ state: told.state, ...('error' in told ? { error: told.error.message } : {}) }, 'the tunnel')
        state.tell(told)
        if (told.state === 'up') moveTo(told.publicUrl)
        if (told.state === 'failed') moveTo(null)
      },
    })
    return begun
  }

  /** Brings the line to what is set up; `isNew`: with what was saved just now. */
  function follow({ isNew = false } = {}): Promise<void> {
    changing = changing.then(async () => {
      const isWanted = store.get().isOn && !isStopped
      if (line !== null && (!isWanted || isNew)) {
        await line.stop()
        line = null
      }
      if (isWanted) line ??= begin()
      else state.off()
      if (!store.get().isOn) moveTo(null)
    })
    return changing
  }

  return {
    async load() {
      await store.load()
    },
    async start() {
      if (store.get().isOn) await follow()
    },
    async stop() {
      isStopped = true
      cancelTelling?.()
      await follow()
    },
    async setup() {
      const { isOn, providerId, settings, secrets } = store.get()
      return {
        isOn,
        providerId,
        settings,
        hasSecrets: Object.fromEntries(
          providers.map(({ type: { id, fields } }) => [
            id,
            Object.fromEntries(fields.flatMap(({ kind, name }) => (kind === 'secret' ? [[name, secrets[id]?.[name] !== undefined]] : []))),
          ]),
        ),
        providers: await Promise.all(
          providers.map(async (provider) => ({ ...provider.type, unavailable: (await provider.unavailable?.()) ?? null })),
        ),
      }
    },
    status: state.status,
    need: state.need,
    calls: traffic.calls,
    async save(change) {
      await store.save(providerOf(change.providerId), change)
      await follow({ isNew: true })
      return this.setup()
    },
    async turn(isOn) {
      if (isOn) store.readyFor(chosen())
      await store.keep({ isOn })
      await follow({ isNew: isOn && state.status().state === 'failed' })
      return state.status()
    },
    async prove() {
      const { publicUrl } = state.status()
      if (line === null || publicUrl === null) throw new OmniError('conflict', 'There is no public address to check.')
      await line.prove()
      return state.status()
    },
    async trustHostKey() {
      const provider = chosen()
      const trusted = provider.trustHostKey?.(store.get().settings[provider.type.id] ?? {}) ?? null
      if (trusted === null) throw new OmniError('conflict', 'No server has shown another key.')
      await store.keepSettings(provider.type.id, trusted)
      await follow({ isNew: true })
      return state.status()
    },
    wake: () => line?.hurry(),
    publicUrl: () => (store.get().isOn ? store.get().publicUrl : null),
  }
}
