/** What happens at WhatsApp and on the phone, as tests make it happen. */
import { randomUUID } from 'node:crypto'
import type { WebhookSender } from './hooks.ts'
import { type Inbound, newId, store, upsertData } from './messages.ts'
import { DEFAULT_SETTINGS, EVENTS, type FakeInstance, type HookAttempt, type Json } from './model.ts'
import { qrImage } from './qr-image.ts'

export class FakeWorld {
  readonly instances = new Map<string, FakeInstance>()
  /** Deleted a moment ago: their state is announced once more, without a state in it. */
  readonly deleted = new Set<string>()
  readonly hooks: WebhookSender
  readonly now: () => number

  constructor(hooks: WebhookSender, now: () => number) {
    this.hooks = hooks
    this.now = now
  }

  instance(name: string): FakeInstance {
    const found = this.instances.get(name)
    if (!found) throw new Error(`the fake has no instance "${name}"`)
    return found
  }

  newInstance(name: string, integration = 'WHATSAPP-BAILEYS'): FakeInstance {
    return {
      name,
      id: randomUUID(),
      token: randomUUID().toUpperCase(),
      integration,
      state: 'close',
      account: null,
      lid: '777000111',
      profileName: null,
      profilePicUrl: null,
      pairingNumber: null,
      qr: null,
      webhook: null,
      settings: { ...DEFAULT_SETTINGS },
      messages: [],
      contacts: [],
      groups: new Map(),
      media: new Map(),
    }
  }

  register(instance: FakeInstance): void {
    this.deleted.delete(instance.name)
    this.instances.set(instance.name, instance)
  }

  /** An instance that somebody made earlier; `open` unless told otherwise. */
  addInstance(
    name: string,
    options: { account?: string; state?: FakeInstance['state']; webhookUrl?: string; headers?: Record<string, string> } = {},
  ): FakeInstance {
    const instance = this.newInstance(name)
    instance.state = options.state ?? 'open'
    instance.account = options.account ?? '15550001111'
    instance.profileName = 'Shop'
    this.register(instance)
    if (options.webhookUrl) {
      const now = new Date(this.now()).toISOString()
      instance.webhook = {
        id: randomUUID(),
        url: options.webhookUrl,
        headers: options.headers ?? {},
        enabled: true,
        events: EVENTS,
        webhookByEvents: false,
        webhookBase64: true,
        createdAt: now,
        updatedAt: now,
        instanceId: instance.id,
      }
    }
    return instance
  }

  /** Announces any event to the instance's webhook. */
  emit(name: string, event: string, data: unknown, extra: Json = {}): Promise<HookAttempt[]> {
    return this.hooks.emit(this.instance(name), event, data, extra)
  }

  /** Starts (or goes on with) the QR codes of an instance. */
  beginPairing(name: string): void {
    const instance = this.instance(name)
    instance.state = 'connecting'
    instance.qr = null
    this.emit(name, 'connection.update', { instance: name, state: 'connecting', statusReason: 200 })
    this.renewQr(name)
  }

  /** The next QR code, as after 45 s. */
  renewQr(name: string): void {
    const instance = this.instance(name)
    const pairingCode = instance.pairingNumber ? newId('', 4) : null
    const code = `2@${newId('', 32)},${newId('', 16)}`
    instance.qr = { pairingCode, code, base64: qrImage(code), count: (instance.qr?.count ?? 0) + 1 }
    const { count: _, ...qrcode } = instance.qr
    this.emit(name, 'qrcode.updated', { qrcode: { instance: name, ...qrcode } })
  }

  /** Nobody scanned: the codes are used up. */
  exhaustQr(name: string): void {
    const instance = this.instance(name)
    instance.state = 'close'
    instance.qr = null
    this.emit(name, 'qrcode.updated', { message: 'QR code limit reached, please login again', statusCode: 500 })
    this.emit(name, 'connection.update', { instance: name, state: 'refused', statusReason: 428 })
  }

  /** A phone scans the code: the instance becomes open. */
  scan(name: string, account = '15550001111', profileName = 'Shop'): void {
    const instance = this.instance(name)
    this.emit(name, 'connection.update', { instance: name, state: 'connecting', statusReason: 200 })
    Object.assign(instance, { state: 'open', qr: null, account, profileName })
    this.emit(name, 'connection.update', {
      instance: name,
      wuid: `${account}@s.whatsapp.net`,
      profileName,
      state: 'open',
      statusReason: 200,
    })
  }

  /** A transient drop: `connecting` hooks in a burst, no `close`. Call {@link reopen} to end it. */
  reconnect(name: string, hooks = 1): void {
    this.instance(name).state = 'connecting'
    for (let index = 0; index < hooks; index += 1) {
      this.emit(name, 'connection.update', { instance: name, state: 'connecting', statusReason: 200 })
    }
  }

  reopen(name: string): void {
    const instance = this.instance(name)
    instance.state = 'open'
    this.emit(name, 'connection.update', { instance: name, wuid: `${instance.account}@s.whatsapp.net`, state: 'open', statusReason: 200 })
  }

  /** The account is unlinked, on the phone or by logout: three hooks, as recorded. */
  unlink(name: string, reason = 401): void {
    const instance = this.instance(name)
    instance.state = 'close'
    this.emit(name, 'status.instance', {
      instance: name,
      status: 'closed',
      disconnectionAt: new Date(this.now()).toISOString(),
      disconnectionReasonCode: reason,
      disconnectionObject: '{}',
    })
    if (reason === 401) this.emit(name, 'logout.instance', null)
    this.emit(name, 'connection.update', { instance: name, state: 'close', statusReason: reason })
    instance.account = null
  }

  deleteInstance(name: string): void {
    const instance = this.instance(name)
    if (instance.state !== 'close') this.unlink(name)
    this.emit(name, 'instance.delete', { instanceName: name, instanceId: instance.id })
    this.emit(name, 'remove.instance', null)
    this.instances.delete(name)
    this.deleted.add(name)
  }

  /** A customer (or, with `fromMe`, the account's phone) writes. Resolves when its webhook is through. */
  async deliverInbound(name: string, inbound: Inbound = {}): Promise<{ id: string; hooks: HookAttempt[] }> {
    const instance = this.instance(name)
    const data = upsertData(instance, inbound, this.now())
    store(instance, data)
    if (inbound.base64) instance.media.set(data.key.id, { base64: inbound.base64, mimetype: 'application/octet-stream' })
    const hooks = await this.emit(name, 'messages.upsert', data)
    return { id: data.key.id, hooks }
  }

  silenceWebhooks(isSilent = true): void {
    this.hooks.silence(isSilent)
  }
}
