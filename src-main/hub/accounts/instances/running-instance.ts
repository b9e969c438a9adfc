/**
 * One instance at work: its record, its secrets and the channel in force. What the channel reports and
 * learns goes into the record, which is written behind every change. It knows no other instance: its
 * channel has its own context and its own secrets.
 */

import type { Connection } from '../../../../src-shared/contract/instances.ts'
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import type { AcceptedEvent, Arrival, Channel, ChannelContext, ChannelDriver, ChannelEvent, ConnectionPatch } from '../../channels/port.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Outside } from '../../runtime/http/outside.ts'
import type { Vault } from '../../secrets/vault.ts'
import type { Storage } from '../../storage/port.ts'
import type { InstanceRecord } from '../../storage/records.ts'
import { accountOf } from './account-of.ts'
import { createChannelKeys } from './channel-keys.ts'
import { discreetChannel, hideIn } from './discreet-channel.ts'
import { HELD_MESSAGE } from './held-accounts.ts'
import { withLinkedAccount } from './linked-account.ts'
import { NOT_CONNECTED } from './record.ts'
import { changeSecrets, OpenedSecrets, WEBHOOK_SECRET } from './secrets.ts'
import { findStoredMessage } from './stored-message.ts'

export interface RunningInstance {
  readonly record: InstanceRecord
  readonly driver: ChannelDriver
  readonly channel: Channel
  /** Where its platform calls; null for a channel that is not called. */
  readonly webhookUrl: string | null
  /** It came from a backup, and does not connect before its owner says so. */
  readonly isHeld: boolean
  /** The decrypted secret of that field, or null. */
  secret(field: string): string | null
  /** The text without any of the instance's secrets: for what others wrote and we keep or show. */
  hideSecrets(text: string): string
}

/** Takes in what the channel of an instance brought. Resolves once it is durable. */
export type AcceptEvents = (instance: RunningInstance, events: ChannelEvent[], arrival?: Arrival) => Promise<AcceptedEvent[]>

/** What an instance is given by those who run it. */
export interface RunningParts {
  storage: Storage
  vault: Vault
  log: Logger
  now: () => number
  /** The address that platforms call for a path, known once the server listens. */
  publicAddress: (path: string) => string
  outside: Outside
  accept: AcceptEvents
  /** Is this still the instance of its name? One that was removed is not. */
  isCurrent: (instance: RunningInstance) => boolean
  /** The hub has stopped, and its storage with it. */
  isStopped: () => boolean
  /** Throws OmniError('conflict') where another instance has the account of these settings. */
  checkAccount: (driver: ChannelDriver, settings: Record<string, unknown>, instanceName: string) => void
  /** It must not connect before its owner says so. */
  isHeld: (instance: RunningInstance) => boolean
  /** Another instance that is connected as the same account. */
  alsoConnected: (instance: RunningInstance, account: string) => RunningInstance | null
  /** Called with every new connection, and what it was before. `updatedAt`: another account was linked, which does not answer yet. */
  announce: (instanceName: string, connection: Connection, before: Connection, updatedAt?: string) => void
}

/** The instance as those see it who run it; for everybody else it is a `RunningInstance`. */
export class Running implements RunningInstance {
  record: InstanceRecord
  driver: ChannelDriver
  channel: Channel
  private readonly parts: RunningParts
  private readonly secrets: OpenedSecrets
  /** The address that its channel knows. */
  private toldUrl: string | null = null

  constructor(record: InstanceRecord, driver: ChannelDriver, parts: RunningParts) {
    this.parts = parts
    this.record = record
    this.driver = driver
    this.secrets = new OpenedSecrets(
      parts.vault,
      () => this.record,
      () => this.driver.type.fields,
    )
    this.channel = this.createChannel()
  }

  get webhookUrl(): string | null {
    const { webhook } = this.driver
    if (webhook === undefined) return null
    // Its own, where whoever made it said how its platform reaches this process.
    const { webhook_url: own } = this.record.extra
    if (typeof own === 'string') return own
    return this.parts.publicAddress(`/webhook${webhook.paths[0].replace(':name', () => this.record.name)}`)
  }

  get isHeld(): boolean {
    return this.parts.isHeld(this)
  }

  secret(field: string): string | null {
    return this.secrets.read(field)
  }

  hideSecrets(text: string): string {
    return this.secrets.hide(text)
  }

  /** Starts the channel, unless a secret it may need cannot be read. */
  async startChannel(): Promise<void> {
    if (!this.record.isActive) {
      // One that is switched off sends nothing either.
      await this.channel.stop()
      this.reportConnection({ state: 'disconnected', message: null })
      return
    }
    if (this.isHeld) {
      await this.channel.stop()
      this.reportConnection({ state: 'disconnected', message: HELD_MESSAGE })
      return
    }
    const { whyLost } = this.secrets
    if (whyLost === null) await this.channel.start()
    else this.reportConnection({ state: 'error', message: whyLost })
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
    this.secrets.forgetLoss()
    this.channel = this.createChannel()
    await this.startChannel()
  }

  /** The address for platforms may be another now. */
  webhookMoved(): void {
    const { webhookUrl } = this
    if (webhookUrl === null || webhookUrl === this.toldUrl) return
    this.toldUrl = webhookUrl
    this.channel.webhookMoved?.(webhookUrl)
  }

  /** Runs one of the channel's commands; its failure becomes the connection message too. */
  async command(run: (channel: Channel) => Promise<void>): Promise<Connection> {
    if (this.isHeld) throw new OmniError('conflict', HELD_MESSAGE)
    try {
      await run(this.channel)
    } catch (error) {
      if (!(error instanceof OmniError)) throw error
      this.reportConnection({ state: 'error', message: error.message })
      throw error
    }
    return this.record.connection
  }

  /** Puts a changed record into force and writes it; throws, with the former one in force again, when it cannot be written. */
  async change(record: InstanceRecord): Promise<void> {
    const before = this.record
    // In force before it is written: the channel may report at any moment, and what it reports is
    // saved together with the rest of the record.
    this.record = record
    try {
      await this.write()
    } catch (error) {
      this.record = { ...before, connection: this.record.connection }
      throw error
    }
  }

  private createChannel(): Channel {
    const { storage, vault, log, now, accept, isCurrent, isStopped, outside } = this.parts
    const { name, settings } = this.record
    // A replaced channel may still report for a moment: only the one in force is listened to.
    const isInForce = () => isCurrent(this) && this.channel === channel
    this.toldUrl = this.webhookUrl
    const hide = (text: string) => this.hideSecrets(text)
    const made = this.driver.create({
      instanceName: name,
      settings,
      secrets: this.secrets.forChannel(),
      webhook: { url: this.toldUrl ?? '', secret: this.secret(WEBHOOK_SECRET) ?? '' },
      log: log.child({ instance: name }),
      accept: (events, arrival) => accept(this, events, arrival),
      reportConnection: (patch) => {
        if (isInForce()) this.reportConnection(patch)
      },
      saveSettings: (patch) => this.saveLearned(patch),
      keys: createChannelKeys(storage, vault, name, isStopped),
      outside,
      newestMessageAt: () => storage.newestInboundAt(name),
      hasMessage: async (externalId) => (await storage.findMessage(name, externalId)) !== null,
      findMessage: (externalId) => findStoredMessage(storage, name, externalId),
      now,
    })
    const channel = discreetChannel(made, hide)
    return channel
  }

  private reportConnection(patch: ConnectionPatch): void {
    const { log, now, announce } = this.parts
    const { name, connection: before } = this.record
    const merged = this.withWarning({ ...before, ...hideIn(patch, (text) => this.hideSecrets(text)) })
    const { since: _, ...facts } = merged
    const { since: __, ...known } = before
    if (JSON.stringify(facts) === JSON.stringify(known)) return
    const connection: Connection = { ...merged, since: merged.state === before.state ? before.since : new Date(now()).toISOString() }
    if (merged.state === 'connected' || merged.state === 'disconnected') connection.qr = null
    const wasAnswering = this.record.isAnswering
    this.record = withLinkedAccount({ ...this.record, connection }, connection.state === 'connected' ? connection.account : null)
    const isSilenced = wasAnswering !== this.record.isAnswering
    if (isSilenced) this.record = { ...this.record, updatedAt: new Date(now()).toISOString() }
    void this.write().catch((error: unknown) => log.error({ instance: name, error: errorMessage(error) }, 'saving an instance failed'))
    announce(name, connection, before, isSilenced ? this.record.updatedAt : undefined)
  }

  /** Two accounts that are one are reported, where nothing else is to be said. */
  private withWarning(connection: Connection): Connection {
    const { state, account, message } = connection
    if (state !== 'connected' || account === null || message !== null || this.driver.type.linking !== 'qr') return connection
    const other = this.parts.alsoConnected(this, account)
    if (other === null) return connection
    return { ...connection, message: `"${other.record.displayName}" is connected to the same account: each message is answered twice.` }
  }

  private async saveLearned(patch: Parameters<ChannelContext['saveSettings']>[0]): Promise<void> {
    const { name, secrets } = this.record
    const settings = { ...this.record.settings, ...patch.settings }
    if (accountOf(this.driver, settings, name) !== accountOf(this.driver, this.record.settings, name))
      this.parts.checkAccount(this.driver, settings, name)
    const { fields } = this.driver.type
    this.record = {
      ...this.record,
      settings,
      secrets: changeSecrets(this.parts.vault, name, secrets, patch.secrets ?? {}, { fields, settings }),
    }
    await this.write()
  }

  /** Writes the record in force. */
  private write(): Promise<void> {
    const { record } = this
    // A QR code is a picture of seconds: it is shown, not kept.
    return this.parts.storage.saveInstance({ ...record, connection: { ...record.connection, qr: null } })
  }
}
