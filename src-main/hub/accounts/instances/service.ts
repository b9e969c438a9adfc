/**
 * The set of instances: which there are, which one is the default, and what a person changes about
 * them. All of them are in memory; the database is written behind every change. Nothing is shared
 * between two of them.
 */

import type { Connection, CreateInstance, UpdateInstance } from '../../../../src-shared/contract/instances.ts'
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import type { AgentProfiles } from '../../answering/profiles/service.ts'
import type { Channel, ChannelDriver } from '../../channels/port.ts'
import { driverFor } from '../../channels/registry.ts'
import type { LiveBus } from '../../live/bus.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Outside } from '../../runtime/http/outside.ts'
import type { Vault } from '../../secrets/vault.ts'
import type { Storage } from '../../storage/port.ts'
import { createAccountClaims } from './account-claims.ts'
import { accountOf } from './account-of.ts'
import type { AccountHold } from './held-accounts.ts'
import { changedRecord, newRecord, withDefaults } from './record.ts'
import { type AcceptEvents, Running, type RunningInstance, type RunningParts } from './running-instance.ts'

export interface InstanceService {
  /** Reads every instance and starts the channels of the active ones; never waits for a platform. */
  start(accept: AcceptEvents): Promise<void>
  stop(): Promise<void>
  list(): RunningInstance[]
  find(name: string): RunningInstance | null
  /** Throws OmniError('not_found'). */
  get(name: string): RunningInstance
  default(): RunningInstance | null
  create(input: CreateInstance, extra?: Record<string, unknown>): Promise<RunningInstance>
  /** Throws what `update` would throw for what is entered, and changes nothing. */
  check(input: UpdateInstance): void
  update(input: UpdateInstance, extra?: Record<string, unknown>): Promise<RunningInstance>
  /** `evenIfAdopted`: on the platform also what others made there. */
  remove(name: string, options: { onPlatform: boolean; evenIfAdopted: boolean }): Promise<void>
  setDefault(name: string): Promise<RunningInstance>
  /** Runs one of the channel's commands; its failure becomes the instance's connection message too. */
  command(name: string, run: (channel: Channel) => Promise<void>): Promise<Connection>
  /** It may be held now, or no longer: its channel is started again. */
  holdChanged(name: string): Promise<void>
  /** The address for platforms may be another now: channels whose platform must know are told. */
  webhooksMoved(): void
  /** The computer was asleep: nothing that the channels knew about their lines holds. */
  wake(): void
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
  outside: Outside
  drivers: ChannelDriver[]
  agentProfiles: Pick<AgentProfiles, 'get' | 'isSetUp' | 'forgetInstance'>
  /** Which accounts must not connect. */
  hold: Pick<AccountHold, 'isHeld'>
  /** Called when a channel is connected, for the first time or again. */
  onConnected: (instanceName: string) => void
  /** Called when an account that answered is not to any more. */
  onSilenced: (instanceName: string) => void
  /** Called as the instance goes, before there can be another of its name. */
  onRemoved: (instanceName: string) => void
  /** Called when who answers was changed, or the instance is gone. */
  onAgentChanged: (instanceName: string) => void
}

export function createInstanceService(options: Options): InstanceService {
  const { storage, bus, log } = options
  const running = new Map<string, Running>()
  let isStopped = false
  const listeners = new Map<string, Set<(connection: Connection) => void>>()
  let accept: AcceptEvents = () => Promise.reject(new Error('not started'))

  const claims = createAccountClaims(() => running.values())

  const iso = () => new Date(options.now()).toISOString()

  const parts: RunningParts = {
    storage,
    vault: options.vault,
    log,
    now: options.now,
    publicAddress: options.publicAddress,
    outside: options.outside,
    accept: (...brought) => accept(...brought),
    isCurrent: (instance) => running.get(instance.record.name) === instance,
    isStopped: () => isStopped,
    checkAccount: claims.check,
    isHeld: ({ record, driver }) => driver.type.isForTrying !== true && options.hold.isHeld(record.name),
    alsoConnected: (instance, account) => claims.alsoConnected(instance, account),
    announce(instanceName, connection, before, updatedAt) {
      if (updatedAt !== undefined) options.onSilenced(instanceName)
      if (connection.state === 'connected' && before.state !== 'connected') options.onConnected(instanceName)
      bus.publish({ type: 'instance.changed', instanceName, connection, ...(updatedAt === undefined ? {} : { updatedAt }) })
      for (const listener of listeners.get(instanceName) ?? []) listener(connection)
    },
  }

  function get(name: string): Running {
    const instance = running.get(name)
    if (instance === undefined) throw new OmniError('not_found', `Instance "${name.slice(0, 64)}" not found.`)
    return instance
  }

  function changeOf(instance: Running, input: UpdateInstance, extra?: Record<string, unknown>) {
    const before = instance.record
    if (input.agentProfileId !== undefined) options.agentProfiles.get(input.agentProfileId)
    const { provider = before.provider } = input
    const driver = provider === before.provider ? instance.driver : driverFor(before.channel, provider, options.drivers)
    const record = changedRecord(options, { driver, former: instance.driver }, before, input, { extra, at: iso() })
    const account = accountOf(driver, record.settings, record.name)
    if (account !== accountOf(instance.driver, before.settings, before.name)) claims.check(driver, record.settings, record.name)
    return { driver, record }
  }

  const byAge = () => [...running.values()].sort((a, b) => a.record.id - b.record.id)

  return {
    async start(onEvents) {
      accept = onEvents
      for (const stored of await storage.listInstances()) {
        try {
          const driver = driverFor(stored.channel, stored.provider, options.drivers)
          const record = withDefaults(options.vault, driver, stored)
          const instance = new Running(record, driver, parts)
          running.set(record.name, instance)
          await instance.startChannel()
        } catch (error) {
          // One instance of a kind this version lacks, or that it cannot read, must not keep the others from starting.
          log.error({ instance: stored.name, error: errorMessage(error) }, 'an instance could not be started')
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
      options.agentProfiles.get(input.agentProfileId)
      const draft = newRecord(options, driver, input, { isDefault: running.size === 0, extra, at: iso() })
      const letGo = claims.claim(driver, draft.settings, draft.name)
      let instance: Running
      try {
        instance = new Running(await storage.createInstance(draft), driver, parts)
        running.set(draft.name, instance)
      } finally {
        letGo()
      }
      await instance.channel.start()
      bus.publish({ type: 'instance.changed', instanceName: draft.name, connection: instance.record.connection })
      return instance
    },

    check: (input) => void changeOf(get(input.name), input),

    async update(input, extra) {
      const instance = get(input.name)
      const before = instance.record
      const { driver, record } = changeOf(instance, input, extra)
      const isSwitched = driver !== instance.driver
      await instance.change(record)
      const speaks = (one: Running['record']) => one.isActive && one.isAnswering === true
      if (speaks(before) && !speaks(record)) options.onSilenced(record.name)
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

    async remove(name, { onPlatform, evenIfAdopted }) {
      const instance = get(name)
      // Held, its link is the other computer's for as long as that one runs.
      if (onPlatform && !instance.isHeld) {
        // What cannot be reached must not keep a person from removing it here.
        await instance.channel
          .remove({ evenIfAdopted })
          .catch((error: unknown) => log.warn({ instance: name, error: errorMessage(error) }, 'removing on the platform failed'))
      }
      await instance.channel.stop()
      running.delete(name)
      options.onRemoved(name)
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
      return get(name).command(run)
    },

    async holdChanged(name) {
      await running.get(name)?.replaceChannel()
    },

    webhooksMoved() {
      for (const instance of running.values()) instance.webhookMoved()
    },

    wake() {
      for (const instance of running.values()) if (instance.record.isActive && !instance.isHeld) instance.channel.wake?.()
    },

    onConnection(name, listener) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set)
      set.add(listener)
      return () => set.delete(listener)
    },
  }
}
