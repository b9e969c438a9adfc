/** One WhatsApp account on an Evolution server. Puts the parts together and decides nothing itself. */

import { type FetchedFile, fetchFile } from '../../runtime/http/fetch-file.ts'
import { realTimers, type Timers } from '../../runtime/timers.ts'
import type {
  AcceptedEvent,
  Arrival,
  CallForJournal,
  Channel,
  ChannelContext,
  ChannelEvent,
  FoundSend,
  GroupFacts,
  InboundMessage,
  MediaLimits,
  OutboundPart,
  SendReceipt,
  SentRef,
  UnknownSend,
  WebhookCall,
  WebhookOutcome,
} from '../port.ts'
import { GroupNames } from '../whatsapp/group-names.ts'
import { LidBook } from '../whatsapp/lid-book.ts'
import type { NormalizeContext } from '../whatsapp/normalize/context.ts'
import { countAt } from '../whatsapp/normalize/json.ts'
import { groupEvents } from '../whatsapp/normalize/people.ts'
import { SealedEdits } from '../whatsapp/sealed-edits.ts'
import { Account, openReport } from './account.ts'
import { remoteNameOf } from './account-key.ts'
import { EvolutionApi, type Timeouts } from './api.ts'
import { awaitingMedia, fetchAwaited } from './awaited-media.ts'
import { missingMessages } from './backfill.ts'
import { callForJournal } from './call-for-journal.ts'
import { editSent, revokeSent } from './change-sent.ts'
import { EvolutionError } from './failures.ts'
import { findSent } from './find-sent.ts'
import { Lifecycle } from './lifecycle.ts'
import { LinkState } from './link-state.ts'
import type { LinkReport } from './normalize/link.ts'
import { normalizeWebhook } from './normalize/webhook.ts'
import { numberFor } from './number.ts'
import { OwnSends } from './own-sends.ts'
import { fetchProfile } from './profile.ts'
import { claimWebhook, registrationFor, type WebhookClaim } from './registration.ts'
import { sendError, sendPart } from './send.ts'
import { type EvolutionSettings, settingsSchema } from './settings.ts'
import { Typing } from './typing.ts'
import { Watchdog } from './watchdog.ts'

export interface EvolutionChannelOptions {
  timers?: Timers
  timeouts?: Partial<Timeouts>
}

/** So many fetched messages are handed over at a time. */
const HAND_OVER = 50

const switchedOff = () =>
  new EvolutionError('not_connected', 'You disconnected this account. Connect it to send messages again.', { outcome: 'refused' })

export class EvolutionChannel implements Channel {
  readonly #context: ChannelContext
  readonly #settings: EvolutionSettings
  readonly #remoteName: string
  readonly #timers: Timers
  readonly #api: EvolutionApi
  readonly #account: Account
  readonly #link: LinkState
  readonly #lids = new LidBook()
  readonly #sealedEdits = new SealedEdits()
  readonly #ownSends: OwnSends
  readonly #typing: Typing
  readonly #groups: GroupNames
  readonly #watchdog: Watchdog
  readonly #lifecycle: Lifecycle
  readonly #webhook: WebhookClaim
  /** Messages of webhooks that are being worked on; the watchdog leaves them alone. */
  readonly #atWork = new Set<string>()
  readonly #stop = new AbortController()
  #wasLinked: boolean
  /** The server has not been told the new address yet. */
  #hasMoved = false

  constructor(context: ChannelContext, options: EvolutionChannelOptions = {}) {
    const settings = settingsSchema.parse(context.settings)
    const timers = options.timers ?? realTimers
    const { log } = context
    this.#context = context
    this.#settings = settings
    this.#timers = timers
    this.#remoteName = remoteNameOf(settings, context.instanceName)
    this.#wasLinked = context.secrets['instanceToken'] !== undefined
    this.#api = new EvolutionApi({
      baseUrl: settings.url,
      remoteName: this.#remoteName,
      apiKey: context.secrets['apiKey'] ?? context.secrets['instanceToken'] ?? '',
      instanceToken: context.secrets['instanceToken'] ?? null,
      timers,
      onUnreachable: () => this.#watchdog.callBroke(),
      stopSignal: this.#stop.signal,
      ...(options.timeouts ? { timeouts: options.timeouts } : {}),
    })
    this.#account = new Account(context, settings)
    this.#link = new LinkState((patch) => context.reportConnection(patch), timers, log)
    this.#ownSends = new OwnSends(timers)
    this.#typing = new Typing(this.#api, timers, log)
    this.#groups = new GroupNames(
      (group) => this.#api.groupInfo(group),
      timers,
      log,
      async (event) => {
        await context.accept([event])
      },
    )
    this.#webhook = {
      remoteName: this.#remoteName,
      registration: registrationFor(context.webhook, settings.webhookBase64),
      mayReplace: (url) => this.#account.mayReplaceWebhook(url),
    }
    this.#watchdog = new Watchdog({
      api: this.#api,
      link: this.#link,
      timers,
      log,
      intervalMs: settings.watchdogIntervalMs,
      webhookUrl: () => this.#webhook.registration.url,
      wasLinked: () => this.#wasLinked,
      whenOpen: (isNews) => this.#whenOpen(isNews),
      missing: () => this.#missing(),
      handOver: (messages) => this.#handOver(messages),
      register: () => claimWebhook(this.#api, this.#webhook),
    })
    this.#lifecycle = new Lifecycle({
      api: this.#api,
      link: this.#link,
      log,
      integration: settings.integration,
      webhook: this.#webhook,
      account: this.#account,
      watchdog: this.#watchdog,
      timers,
      stopSignal: this.#stop.signal,
      saveToken: (token) => this.#saveToken(token),
      forgetToken: () => this.#forgetToken(),
      whenOpen: () => this.#whenOpen(true),
    })
  }

  async start(): Promise<void> {
    this.#link.remember(this.#account.own.phone)
    if (this.#account.isPaused) {
      this.#lifecycle.rest()
      return
    }
    this.#link.begin()
    this.#watchdog.start()
  }

  async stop(): Promise<void> {
    this.#link.stop()
    this.#watchdog.stop()
    this.#typing.stop()
    this.#stop.abort()
    await this.#watchdog.settled()
  }

  /** Resolves when nothing is being asked of the server in the background. */
  settled(): Promise<void> {
    return this.#watchdog.settled()
  }

  connect(options: { phoneNumber: string | null; replaceWebhook?: boolean }): Promise<void> {
    return this.#lifecycle.connect(options.phoneNumber ?? (this.#settings.phoneNumber || null), options.replaceWebhook === true)
  }

  async disconnect(): Promise<void> {
    this.#typing.stop()
    await this.#lifecycle.disconnect()
  }

  restart(): Promise<void> {
    return this.#lifecycle.restart()
  }

  wake(): void {
    this.#watchdog.wake()
  }

  logout(): Promise<void> {
    return this.#lifecycle.logout()
  }

  remove(options: { evenIfAdopted: boolean }): Promise<void> {
    return this.#lifecycle.remove(options)
  }

  async send(part: OutboundPart, signal: AbortSignal): Promise<SendReceipt> {
    this.#requireOn()
    return this.#ownSends.track(sendPart(this.#api, (url) => this.#fetch(url), part, signal))
  }

  async edit(message: SentRef, text: string, signal: AbortSignal): Promise<void> {
    this.#requireOn()
    return editSent(this.#api, message, text, signal)
  }

  async revoke(message: SentRef, signal: AbortSignal): Promise<void> {
    this.#requireOn()
    return revokeSent(this.#api, message, signal)
  }

  setTyping(chatExternalId: string, isTyping: boolean, signal: AbortSignal): Promise<void> {
    if (!this.#isOn) return Promise.resolve()
    return this.#typing.set(chatExternalId, isTyping, signal)
  }

  async markRead(
    chatExternalId: string,
    messages: { externalId: string; participant: string | null }[],
    signal: AbortSignal,
  ): Promise<void> {
    if (messages.length === 0 || !this.#isOn) return
    const rows = messages.map(({ externalId, participant }) => ({
      id: externalId,
      fromMe: false,
      remoteJid: chatExternalId,
      ...(participant ? { participant } : {}),
    }))
    await this.#api.markRead(rows, signal)
  }

  findSent(sends: UnknownSend[]): Promise<(FoundSend | null)[]> {
    return findSent(this.#api, sends, {
      phoneOfLid: (lid) => this.#lids.phoneOf(lid),
      isKnown: async (externalId) => this.#ownSends.has(externalId) || (await this.#context.hasMessage(externalId)),
    })
  }

  webhookMoved(url: string): void {
    this.#webhook.registration = registrationFor({ ...this.#context.webhook, url }, this.#settings.webhookBase64)
    this.#hasMoved = true
    if (this.#isOn) this.#watchdog.poke()
  }

  async handleWebhook(call: WebhookCall): Promise<WebhookOutcome> {
    const context = () => this.#normalizeContext(call.arrival)
    let normalized = normalizeWebhook(call.body, context())
    if (normalized.remoteName !== null && normalized.remoteName !== this.#remoteName) {
      // Answering it would send this instance's replies to another account's customers.
      this.#context.log.warn({ remoteName: normalized.remoteName }, 'a webhook of another Evolution instance was passed over')
      return { status: 'ignored', turnId: null }
    }
    this.#watchdog.webhookArrived()
    if (normalized.link) await this.#applyReport(normalized.link)
    if (normalized.events.length === 0) return { status: normalized.link ? 'success' : 'ignored', turnId: null }

    // Groups mention the account by its LID: without it, a message to the agent would look like one among members.
    if (await this.#learnsLidFrom(normalized.events)) normalized = normalizeWebhook(call.body, context())
    const ids = normalized.events.flatMap((event) => (event.type === 'message' ? [event.externalId] : []))
    for (const id of ids) this.#atWork.add(id)
    try {
      this.#lids.learnFrom(normalized.events)
      const events = this.#awaitingMedia(await this.#ownSends.withoutEchoes(normalized.events))
      const accepted = await this.#context.accept(events, call.arrival)
      this.#groups.notice(events)
      return { status: webhookStatus(accepted), turnId: accepted.find(({ turnId }) => turnId !== null)?.turnId ?? null }
    } finally {
      for (const id of ids) this.#atWork.delete(id)
    }
  }

  fetchMedia(source: unknown, limits: MediaLimits): Promise<Uint8Array> {
    const server = { api: this.#api, outside: this.#context.outside, serverUrl: this.#settings.url }
    return fetchAwaited(server, source, limits)
  }

  async listGroups(): Promise<GroupFacts[]> {
    return (await this.#api.allGroups()).flatMap((group) => {
      const [named] = groupEvents(group)
      return named?.type === 'chat'
        ? [{ externalId: named.chat.externalId, name: named.chat.name ?? '', memberCount: countAt(group, 'size') }]
        : []
    })
  }

  callForJournal(call: WebhookCall, text: string): CallForJournal | null {
    return callForJournal(call.body, text, this.#remoteName, this.#normalizeContext(call.arrival))
  }

  fetchProfile(chatExternalId: string): Promise<{ name: string | null; pictureUrl: string | null; raw: unknown }> {
    return fetchProfile(this.#api, numberFor(chatExternalId))
  }

  async updateProfilePicture(picture: { url: string }): Promise<void> {
    if (!this.#isOn) throw switchedOff()
    const { bytes } = await this.#fetch(picture.url)
    await this.#api.updateProfilePicture(Buffer.from(bytes).toString('base64'))
  }

  /** To be sent on, unless the account was switched off while the file came. */
  async #fetch(url: string): Promise<FetchedFile> {
    const file = await fetchFile(this.#context.outside, url)
    if (!this.#isOn) throw switchedOff()
    return file
  }

  get #isOn(): boolean {
    return !this.#account.isPaused && !this.#stop.signal.aborted
  }

  /** The server keeps the account linked and would send all the same; the owner wants nothing sent. */
  #requireOn(): void {
    if (!this.#isOn) throw sendError(switchedOff(), null)
  }

  /** What has no time of its own was said when it arrived, however much later it is handled. */
  #normalizeContext(arrival?: Arrival): NormalizeContext {
    return {
      own: { ...this.#account.own, name: this.#link.profileName },
      nowMs: arrival?.atMs ?? this.#timers.now(),
      phoneOfLid: (lid) => this.#lids.phoneOf(lid),
      unsealed: (data, message, own) => this.#sealedEdits.read(data, message, { own, lidsOf: (phone) => this.#lids.lidsOf(phone) }),
    }
  }

  async #learnsLidFrom(events: ChannelEvent[]): Promise<boolean> {
    if (this.#account.own.lid !== null) return false
    const message = events.find((event) => event.type === 'message' && event.chat.kind === 'group' && event.author === 'customer')
    return message?.type === 'message' && (await this.#account.learnLidFrom(this.#api, message.chat.externalId))
  }

  #awaitingMedia(events: ChannelEvent[]): ChannelEvent[] {
    return this.#settings.webhookBase64 ? awaitingMedia(events) : events
  }

  async #saveToken(token: string): Promise<void> {
    this.#wasLinked = true
    this.#api.setToken(token)
    if (this.#context.secrets['instanceToken'] !== token) await this.#context.saveSettings({ secrets: { instanceToken: token } })
  }

  async #forgetToken(): Promise<void> {
    this.#wasLinked = false
    this.#api.setToken(null)
    // On the way out of a removed instance there may be nowhere left to save to.
    await this.#context.saveSettings({ secrets: { instanceToken: null } }).catch(() => undefined)
  }

  async #applyReport(report: LinkReport): Promise<void> {
    if (this.#account.isPaused || this.#stop.signal.aborted) return
    this.#link.apply(report)
    if (report.kind === 'open' && report.phone) await this.#account.linked(report.phone)
    if (report.kind === 'logged_out' || (report.kind === 'close' && report.reason === 401)) await this.#account.unlinked()
    // Repeated webhooks come out of order: what is final is checked against the server's own word.
    const isDoubtful = report.kind === 'qr' ? this.#link.state === 'connected' : report.kind !== 'connecting'
    if (isDoubtful) this.#watchdog.poke()
  }

  /** The server says that the account is linked. If that is new, everything that goes with it is looked up. */
  async #whenOpen(isNews: boolean): Promise<void> {
    const { own } = this.#account
    if (!isNews && this.#hasMoved) this.#link.note(await this.#ensureWebhook())
    if (!isNews && own.phone !== null && own.lid !== null) return
    const row = isNews || own.phone === null ? await this.#api.findInstance() : null
    await this.#account.found(row)
    const report = openReport(row)
    if (report.phone) await this.#account.linked(report.phone)
    if (isNews) {
      this.#wasLinked = true
      this.#link.remember(this.#account.own.phone)
      // While another program gets the messages, and maybe answers them, Omni is not connected.
      const complaint = await this.#ensureWebhook()
      this.#link.apply(report)
      if (complaint !== null) this.#link.note(complaint)
    }
    await this.#account.learnLid(this.#api)
  }

  /** WhatsApp works without the webhook, if slowly: a refused one is reported, and does not end the check. Resolves to the sentence, or null. */
  async #ensureWebhook(): Promise<string | null> {
    try {
      const { registration } = this.#webhook
      await claimWebhook(this.#api, this.#webhook, { onlyIfNeeded: true })
      // It may have moved once more meanwhile.
      if (registration === this.#webhook.registration) this.#hasMoved = false
      return null
    } catch (error) {
      if (!(error instanceof EvolutionError) || !['bad_request', 'platform_error'].includes(error.code)) throw error
      return `The Evolution server did not take the address for its messages (${this.#webhook.registration.url}): ${error.message}`
    }
  }

  async #missing(): Promise<InboundMessage[]> {
    const newest = await this.#context.newestMessageAt()
    return missingMessages(this.#api, {
      remoteName: this.#remoteName,
      newestMs: newest === null ? null : Date.parse(newest),
      linkedMs: this.#account.linkedMs,
      liveFromMs: this.#account.liveFromMs,
      context: this.#normalizeContext(),
      isKnown: async (externalId) =>
        this.#atWork.has(externalId) || this.#ownSends.has(externalId) || (await this.#context.hasMessage(externalId)),
    })
  }

  async #handOver(messages: ChannelEvent[]): Promise<void> {
    this.#lids.learnFrom(messages)
    for (let from = 0; from < messages.length; from += HAND_OVER) {
      const events = this.#awaitingMedia(messages.slice(from, from + HAND_OVER))
      await this.#context.accept(events)
      this.#groups.notice(events)
    }
  }
}

function webhookStatus(accepted: AcceptedEvent[]): WebhookOutcome['status'] {
  for (const denied of ['blocked', 'not_allowed'] as const) if (accepted.some(({ status }) => status === denied)) return denied
  return accepted.some(({ status }) => status !== 'ignored') ? 'success' : 'ignored'
}
