/**
 * The instances: their settings, their secrets, and the channel that each of them runs. All of
 * them are in memory; the database is written behind every change. Each instance's channel has its
 * own context and its own secrets, and nothing is shared between two of them.
 */
import { randomBytes } from 'node:crypto'
import type { Connection, CreateInstance, UpdateInstance } from '../../../src-shared/contract/instances.ts'
import { behaviourSchema, houseTextsSchema } from '../../../src-shared/contract/instances.ts'
import { routingSchema } from '../../../src-shared/contract/routing.ts'
import { errorMessage, OmniError } from '../../../src-shared/errors.ts'
import type { AgentProfiles } from '../agent-profiles/service.ts'
import type { AcceptedEvent, Arrival, Channel, ChannelDriver, ChannelEvent, ConnectionPatch } from '../channels/port.ts'
import { driverFor } from '../channels/registry.ts'
import type { LiveBus } from '../live/bus.ts'
import type { Logger } from '../observe/logger.ts'
import { checkRouting } from '../routing/service.ts'
import { hiderOf } from '../secrets/hide.ts'
import type { Vault } from '../secrets/vault.ts'
import type { Storage } from '../storage/port.ts'
import type { InstanceRecord } from '../storage/records.ts'
import { createChannelKeys } from './channel-keys.ts'
import { findStoredMessage } from './stored-message.ts'

export interface RunningInstance {
  readonly record: InstanceRecord
  readonly driver: ChannelDriver
  readonly channel: Channel
  readonly webhookUrl: string
  /** The decrypted secret of that field, or null. */
  secret(field: string): string | null
  /** The text without any of the instance's secrets: for what others wrote and we keep or show. */
  hideSecrets(text: string): string
}

export interface InstanceService {
  /** Reads every instance and starts the channels of the active ones; never waits for a platform. */
  start(accept: (instance: RunningInstance, events: ChannelEvent[], arrival?: Arrival) => Promise<AcceptedEvent[]>): Promise<void>
  stop(): Promise<void>
  list(): RunningInstance[]
  find(name: string): RunningInstance | null
  /** Throws OmniError('not_found'). */
  get(name: string): RunningInstance
  default(): RunningInstance | null
  create(input: CreateInstance, extra?: Record<string, unknown>): Promise<RunningInstance>
  update(input: UpdateInstance, extra?: Record<string, unknown>): Promise<RunningInstance>
  remove(name: string, onPlatform: boolean): Promise<void>
  setDefault(name: string): Promise<RunningInstance>
  /** Runs one of the channel's commands; its failure becomes the instance's connection message too. */
  command(name: string, run: (channel: Channel) => Promise<void>): Promise<Connection>
  /** Called with every new connection; returns the way to stop. */
  onConnection(name: string, listener: (connection: Connection) => void): () => void
}

interface Options {
  storage: Storage
  vault: Vault
  bus: LiveBus
  log: Logger
  now: () => number
  /** The address that platforms call for a path, known once the server listens. */
  publicAddress: (path: string) => string
  drivers: ChannelDriver[]
  agentProfiles: Pick<AgentProfiles, 'get' | 'forgetInstance'>
  /** Called when who answers was changed, or the instance is gone. */
  onAgentChanged: (instanceName: string) => void
}

const WEBHOOK_SECRET = 'webhookSecret'
const NOT_CONNECTED: Omit<Connection, 'since'> = {
  state: 'disconnected',
  message: null,
  account: null,
  profileName: null,
  profilePictureUrl: null,
  qr: null,
}

export function createInstanceService(options: Options): InstanceService {
  const { storage, vault, bus, log, now } = options
  const running = new Map<string, Running>()
  let isStopped = false
  const listeners = new Map<string, Set<(connection: Connection) => void>>()
  let accept: (instance: RunningInstance, events: ChannelEvent[], arrival?: Arrival) => Promise<AcceptedEvent[]> = () =>
    Promise.reject(new Error('not started'))

  const iso = () => new Date(now()).toISOString()
  const scope = (name: string, field: string) => `instance/${name}/${field}`

  class Running implements RunningInstance {
    record: InstanceRecord
    driver: ChannelDriver
    channel: Channel
    private opened = new Map<string, string>()
    private lostSecret: string | null = null
    private hider: { from: Record<string, string> | null; hide: (text: string) => string } = { from: null, hide: (text) => text }

    constructor(record: InstanceRecord) {
      this.record = record
      this.driver = driverFor(record.channel, record.provider, options.drivers)
      this.channel = this.createChannel()
    }

    get webhookUrl(): string {
      const segment = this.record.channel === 'whatsapp' && this.record.provider === 'evolution' ? 'evolution' : this.record.channel
      return options.publicAddress(`/webhook/${segment}/${this.record.name}`)
    }

    secret(field: string): string | null {
      const sealed = this.record.secrets[field]
      if (sealed === undefined) return null
      const known = this.opened.get(sealed)
      if (known !== undefined) return known
      try {
        const plain = vault.open(scope(this.record.name, field), sealed)
        this.opened.set(sealed, plain)
        return plain
      } catch (error) {
        // Told on the instance, where it is put right by entering it again; the others go on.
        this.lostSecret = errorMessage(error)
        return null
      }
    }

    /** Starts the channel, unless a secret it may need cannot be read. */
    async startChannel(): Promise<void> {
      if (!this.record.isActive) return
      if (this.lostSecret === null) await this.channel.start()
      else reportConnection(this, { state: 'error', message: this.lostSecret })
    }

    hideSecrets(text: string): string {
      const { secrets } = this.record
      if (this.hider.from !== secrets)
        this.hider = { from: secrets, hide: hiderOf(Object.keys(secrets).flatMap((field) => this.secret(field) ?? [])) }
      return this.hider.hide(text)
    }

    private channelSecrets(): Record<string, string> {
      const secrets: Record<string, string> = {}
      for (const field of Object.keys(this.record.secrets)) {
        // Keys of agents and of the webhook are no business of the channel.
        if (field === WEBHOOK_SECRET || field.startsWith('agent')) continue
        const value = this.secret(field)
        if (value !== null) secrets[field] = value
      }
      return secrets
    }

    private createChannel(): Channel {
      // A replaced channel may still report for a moment: only the one in force is listened to.
      const isCurrent = () => running.get(this.record.name) === this && this.channel === channel
      const channel: Channel = this.driver.create({
        instanceName: this.record.name,
        settings: this.record.settings,
        secrets: this.channelSecrets(),
        webhook: { url: this.webhookUrl, secret: this.secret(WEBHOOK_SECRET) ?? '' },
        log: log.child({ instance: this.record.name }),
        accept: (events, arrival) => accept(this, events, arrival),
        reportConnection: (patch) => {
          if (isCurrent()) reportConnection(this, patch)
        },
        saveSettings: (patch) => saveLearned(this, patch),
        keys: createChannelKeys(storage, vault, this.record.name, () => isStopped),
        newestMessageAt: () => storage.newestInboundAt(this.record.name),
        hasMessage: async (externalId) => (await storage.findMessage(this.record.name, externalId)) !== null,
        findMessage: (externalId) => findStoredMessage(storage, this.record.name, externalId),
        now,
      })
      return channel
    }

    /** The same account by another way: it is not connected there yet. */
    async switchTo(driver: ChannelDriver): Promise<void> {
      this.driver = driver
      const { since } = this.record.connection
      this.record = { ...this.record, connection: { ...NOT_CONNECTED, since } }
      await this.replaceChannel()
    }

    /** Stops the present channel and starts one with the settings in force. */
    async replaceChannel(): Promise<void> {
      await this.channel.stop()
      this.lostSecret = null
      this.channel = this.createChannel()
      await this.startChannel()
    }
  }

  function seal(name: string, secrets: Record<string, string>): Record<string, string> {
    return Object.fromEntries(Object.entries(secrets).map(([field, value]) => [field, vault.seal(scope(name, field), value)]))
  }

  function reportConnection(instance: Running, patch: ConnectionPatch): void {
    const before = instance.record.connection
    const message = typeof patch.message === 'string' ? { message: instance.hideSecrets(patch.message) } : {}
    const merged = { ...before, ...patch, ...message }
    const { since: _, ...facts } = merged
    const { since: __, ...known } = before
    if (JSON.stringify(facts) === JSON.stringify(known)) return
    const connection: Connection = { ...merged, since: merged.state === before.state ? before.since : iso() }
    if (merged.state === 'connected' || merged.state === 'disconnected') connection.qr = null
    instance.record = { ...instance.record, connection }
    void save(instance.record)
    bus.publish({ type: 'instance.changed', instanceName: instance.record.name, connection })
    for (const listener of listeners.get(instance.record.name) ?? []) listener(connection)
  }

  function save(record: InstanceRecord): Promise<void> {
    // A QR code is a picture of seconds: it is shown, not kept.
    const stored = { ...record, connection: { ...record.connection, qr: null } }
    return storage
      .saveInstance(stored)
      .catch((error: unknown) => log.error({ instance: record.name, error: errorMessage(error) }, 'saving an instance failed'))
  }

  async function saveLearned(
    instance: Running,
    patch: { settings?: Record<string, unknown>; secrets?: Record<string, string | null> },
  ): Promise<void> {
    const record = {
      ...instance.record,
      settings: { ...instance.record.settings, ...patch.settings },
      secrets: { ...instance.record.secrets },
    }
    applySecrets(record, patch.secrets ?? {})
    instance.record = record
    await storage.saveInstance({ ...record, connection: { ...record.connection, qr: null } })
  }

  function applySecrets(record: InstanceRecord, secrets: Record<string, string | null>): void {
    for (const [field, value] of Object.entries(secrets)) {
      if (value === null) delete record.secrets[field]
      else record.secrets[field] = vault.seal(scope(record.name, field), value)
    }
  }

  function get(name: string): Running {
    const instance = running.get(name)
    if (instance === undefined) throw new OmniError('not_found', `There is no instance named "${name}".`)
    return instance
  }

  const byAge = () => [...running.values()].sort((a, b) => a.record.id - b.record.id)

  return {
    async start(onEvents) {
      accept = onEvents
      for (const stored of await storage.listInstances()) {
        // Settings that came with a later version have their defaults from here on.
        const record = {
          ...stored,
          behaviour: behaviourSchema.parse(stored.behaviour),
          routing: routingSchema.parse(stored.routing),
          house: houseTextsSchema.parse(stored.house),
        }
        try {
          const instance = new Running(record)
          running.set(record.name, instance)
          await instance.startChannel()
        } catch (error) {
          // One instance of a kind this version lacks must not keep the others from starting.
          log.error({ instance: record.name, error: errorMessage(error) }, 'an instance could not be started')
        }
      }
    },
    async stop() {
      await Promise.allSettled([...running.values()].map((instance) => instance.channel.stop()))
      isStopped = true
    },
    list: byAge,
    find: (name) => running.get(name) ?? null,
    get,
    default: () => byAge().find((instance) => instance.record.isDefault) ?? byAge()[0] ?? null,

    async create(input, extra = {}) {
      const driver = driverFor(input.channel, input.provider, options.drivers)
      const at = iso()
      const secrets: Record<string, string> = { ...input.secrets, [WEBHOOK_SECRET]: randomBytes(24).toString('base64url') }
      options.agentProfiles.get(input.agentProfileId)
      const record = await storage.createInstance({
        name: input.name,
        channel: input.channel,
        provider: driver.provider,
        isActive: true,
        isDefault: running.size === 0,
        settings: driver.parseSettings(input.settings),
        secrets: seal(input.name, secrets),
        agentProfileId: input.agentProfileId,
        behaviour: behaviourSchema.parse({ ...driver.behaviour, ...input.behaviour }),
        routing: checkRouting(input.routing, options.agentProfiles),
        house: input.house,
        acceptsUnsignedWebhooks: false,
        extra,
        connection: { ...NOT_CONNECTED, since: at },
        createdAt: at,
        updatedAt: at,
      })
      const instance = new Running(record)
      running.set(record.name, instance)
      await instance.channel.start()
      bus.publish({ type: 'instance.changed', instanceName: record.name, connection: instance.record.connection })
      return instance
    },

    async update(input, extra) {
      const instance = get(input.name)
      const before = instance.record
      if (input.agentProfileId !== undefined) options.agentProfiles.get(input.agentProfileId)
      const provider = input.provider === undefined ? before.provider : input.provider
      const isSwitched = provider !== before.provider
      const driver = isSwitched ? driverFor(before.channel, provider, options.drivers) : instance.driver
      const record: InstanceRecord = {
        ...before,
        provider,
        isActive: input.isActive ?? before.isActive,
        settings:
          input.settings === undefined && !isSwitched ? before.settings : driver.parseSettings({ ...before.settings, ...input.settings }),
        secrets: { ...before.secrets },
        agentProfileId: input.agentProfileId ?? before.agentProfileId,
        behaviour: behaviourSchema.parse({ ...before.behaviour, ...input.behaviour }),
        routing: input.routing === undefined ? before.routing : checkRouting(input.routing, options.agentProfiles),
        house: houseTextsSchema.parse({ ...before.house, ...input.house }),
        acceptsUnsignedWebhooks: input.acceptsUnsignedWebhooks ?? before.acceptsUnsignedWebhooks,
        extra: { ...before.extra, ...extra },
        updatedAt: iso(),
      }
      applySecrets(record, input.secrets ?? {})
      // In force before it is written: the channel may report at any moment, and what it reports is
      // saved together with the rest of the record.
      instance.record = record
      try {
        await storage.saveInstance({ ...record, connection: { ...record.connection, qr: null } })
      } catch (error) {
        instance.record = { ...before, connection: instance.record.connection }
        throw error
      }
      if (record.agentProfileId !== before.agentProfileId) options.onAgentChanged(record.name)
      if (isSwitched) await instance.switchTo(driver)
      const touchesChannel = input.settings !== undefined || input.secrets !== undefined || record.isActive !== before.isActive
      if (touchesChannel && !isSwitched) await instance.replaceChannel()
      bus.publish({
        type: 'instance.changed',
        instanceName: record.name,
        connection: instance.record.connection,
        updatedAt: record.updatedAt,
      })
      return instance
    },

    async remove(name, onPlatform) {
      const instance = get(name)
      if (onPlatform) {
        // What cannot be reached must not keep a person from removing it here.
        await instance.channel
          .remove()
          .catch((error: unknown) => log.warn({ instance: name, error: errorMessage(error) }, 'removing on the platform failed'))
      }
      await instance.channel.stop()
      running.delete(name)
      listeners.delete(name)
      await storage.removeInstance(name)
      await options.agentProfiles.forgetInstance(name)
      options.onAgentChanged(name)
      const [next] = byAge()
      if (instance.record.isDefault && next !== undefined) await this.setDefault(next.record.name)
      bus.publish({ type: 'instance.removed', instanceName: name })
    },

    async setDefault(name) {
      get(name)
      await storage.setDefaultInstance(name)
      for (const instance of running.values()) instance.record = { ...instance.record, isDefault: instance.record.name === name }
      return get(name)
    },

    async command(name, run) {
      const instance = get(name)
      try {
        await run(instance.channel)
      } catch (error) {
        if (!(error instanceof OmniError)) throw error
        reportConnection(instance, { state: 'error', message: error.message })
        const message = instance.hideSecrets(error.message)
        throw message === error.message ? error : new OmniError(error.code, message)
      }
      return instance.record.connection
    },

    onConnection(name, listener) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set)
      set.add(listener)
      return () => set.delete(listener)
    },
  }
}
