/** WhatsApp from inside the app: this computer is one of the account's linked devices. */
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import { fetchFile } from '../../runtime/http/fetch-file.ts'
import { testEndpoint } from '../../runtime/test-endpoint.ts'
import { realTimers, sleep, type Timers } from '../../runtime/timers.ts'
import { SWITCHED_OFF } from '../account/account-view.ts'
import { LearnedSettings } from '../account/learned-settings.ts'
import type {
  Channel,
  ChannelContext,
  FoundSend,
  GroupFacts,
  MediaLimits,
  OutboundPart,
  SendReceipt,
  SentRef,
  UnknownSend,
} from '../port.ts'
import { parseJid } from '../whatsapp/jid.ts'
import type { AuthStore } from './auth-store.ts'
import { changeSent } from './change-sent.ts'
import { downloadMedia } from './download.ts'
import { Inbound } from './inbound.ts'
import { InboundJournal } from './inbound-journal.ts'
import { knownMessage } from './known-message.ts'
import { Link } from './link.ts'
import { LinkView } from './link-view.ts'
import type { LiveSocket } from './live-socket.ts'
import { messageIdOf } from './message-id.ts'
import { sendPart } from './send.ts'
import { SentMessages } from './sent-messages.ts'
import { settingsSchema } from './settings.ts'

/** So long is a list of groups waited for. */
const GROUPS_MS = 10_000
export const PICTURE_AFTER_MS = 1500
/** WhatsApp confirms within a second. */
const FINISH_MS = 2000

export interface ChannelSeams {
  timers?: Timers
  random?: () => number
  endpoint?: string
}

export class WhatsAppWebChannel implements Channel {
  readonly #context: ChannelContext
  readonly #timers: Timers
  readonly #settings: LearnedSettings<ReturnType<typeof settingsSchema.parse>>
  readonly #view: LinkView
  readonly #journal: InboundJournal
  readonly #inbound: Inbound
  readonly #sent: SentMessages
  readonly #link: Link
  readonly #sending = new Set<Promise<SendReceipt>>()
  readonly #endpoint: string | undefined

  constructor(context: ChannelContext, seams: ChannelSeams = {}) {
    this.#context = context
    this.#timers = seams.timers ?? realTimers
    this.#endpoint = seams.endpoint ?? testEndpoint(process.env, 'OMNI_WHATSAPP_WS_URL', ['ws:', 'wss:'])
    this.#settings = new LearnedSettings(settingsSchema.parse(context.settings), context)
    const { log, keys } = context
    const timers = this.#timers
    this.#view = new LinkView((patch) => context.reportConnection(patch), timers, log)
    this.#journal = new InboundJournal(keys, timers, log)
    this.#sent = new SentMessages(keys, timers)
    const own = () => ({ phone: this.#settings.now.ownPhone, lid: this.#settings.now.ownLid, name: this.#view.profileName })
    this.#inbound = new Inbound({
      context,
      journal: this.#journal,
      own,
      phoneOf: async (lid) => (await this.#link.live?.socket.signalRepository.lidMapping.getPNForLID(lid)) ?? null,
      groupFacts: async (group) => ({ ...(await (await this.#link.whenOpen(AbortSignal.timeout(GROUPS_MS))).socket.groupMetadata(group)) }),
      timers,
      log,
    })
    this.#link = new Link({
      keys,
      view: this.#view,
      timers,
      log,
      random: seams.random ?? Math.random,
      socketParts: {
        journal: this.#journal,
        endpoint: this.#endpoint,
        log,
        timers,
        findSent: async (id) => {
          const { baileys } = this.#link
          return (baileys && (await this.#sent.find(baileys, id))) ?? undefined
        },
        groupFacts: async () => undefined,
        onBatch: (batch) => this.#inbound.take(batch),
      },
      takeUp: (baileys, auth) => {
        this.#journal.onOverdue = () => void this.#inbound.replay(baileys, auth)
        return this.#inbound.replay(baileys, auth)
      },
      onOpen: (live, auth) => this.#opened(live, auth),
    })
  }

  async start(): Promise<void> {
    if (this.#settings.now.paused) this.#view.off(SWITCHED_OFF, { keepsAccount: true })
    else await this.#link.start()
  }

  async stop(): Promise<void> {
    this.#view.stop()
    // What is confirmed now need not be repeated later, which another way to the account could not do safely.
    if (this.#link.live !== null) await this.#finishSending()
    await this.#link.close()
    await this.#inbound.stop()
    await this.#journal.stop()
  }

  async connect({ phoneNumber }: { phoneNumber: string | null }): Promise<void> {
    if (!this.#settings.now.isAcknowledged) throw new OmniError('bad_request', 'Read and accept the note about linking WhatsApp first.')
    await this.#settings.keep({ paused: false })
    await this.#link.connect(phoneNumber)
  }

  async disconnect(): Promise<void> {
    await this.#settings.keep({ paused: true })
    await this.#link.close()
    this.#view.off(SWITCHED_OFF, { keepsAccount: true })
  }

  async restart(): Promise<void> {
    await this.#settings.keep({ paused: false })
    await this.#link.close()
    await this.#link.start()
  }

  wake(): void {
    this.#link.wake()
  }

  async logout(): Promise<void> {
    await this.#link.unlink()
  }

  async remove(): Promise<void> {
    await this.#link.unlink()
  }

  send(part: OutboundPart, signal: AbortSignal): Promise<SendReceipt> {
    const sources = {
      fetchFile: (url: string) => fetchFile(this.#context.outside, url),
      findMessage: (externalId: string) => knownMessage(externalId, this.#referring()),
    }
    const sending = sendPart({ ...this.#sendParts(), sources }, part, signal)
    this.#sending.add(sending)
    const done = (): void => void this.#sending.delete(sending)
    sending.then(done, done)
    return sending
  }

  edit(message: SentRef, text: string, signal: AbortSignal): Promise<void> {
    return changeSent(this.#sendParts(), message, text, signal)
  }

  revoke(message: SentRef, signal: AbortSignal): Promise<void> {
    return changeSent(this.#sendParts(), message, null, signal)
  }

  async setTyping(chatExternalId: string, isTyping: boolean): Promise<void> {
    const jid = parseJid(chatExternalId)
    if (jid !== null) await this.#link.live?.socket.sendPresenceUpdate(isTyping ? 'composing' : 'paused', jid.address)
  }

  async markRead(chatExternalId: string, messages: { externalId: string; participant: string | null }[]): Promise<void> {
    const { live } = this.#link
    if (live === null || messages.length === 0) return
    const isGroup = parseJid(chatExternalId)?.kind === 'group'
    const known = await Promise.all(
      messages.map(async ({ externalId, participant }) => {
        const found = isGroup && participant === null ? await knownMessage(externalId, this.#referring()) : null
        return found?.key ?? { id: externalId, remoteJid: chatExternalId, fromMe: false, ...(participant === null ? {} : { participant }) }
      }),
    )
    await live.socket.readMessages(known)
  }

  /** Without WhatsApp's word nothing is certain: a repetition is harmless, and settles it. */
  findSent(sends: UnknownSend[]): Promise<(FoundSend | null)[]> {
    return Promise.all(
      sends.map(async ({ part }) => {
        const id = messageIdOf(part)
        return (await this.#sent.isAcknowledged(id)) ? { externalId: id, sentAt: null } : null
      }),
    )
  }

  async listGroups(): Promise<GroupFacts[]> {
    const live = await this.#link.whenOpen(AbortSignal.timeout(GROUPS_MS))
    const all = await live.socket.groupFetchAllParticipating().catch((cause: unknown) => {
      throw new OmniError('not_connected', 'WhatsApp is not connected right now.', { cause })
    })
    const groups = Object.values(all)
    return groups.map(({ id, subject, size, participants }) => ({
      externalId: id,
      name: subject,
      memberCount: size ?? participants.length,
    }))
  }

  async fetchMedia(source: unknown, limits: MediaLimits): Promise<Uint8Array> {
    const live = await this.#link.whenOpen(limits.signal)
    if (this.#link.baileys === null) throw new OmniError('not_connected', 'WhatsApp is not connected right now.')
    return downloadMedia({ baileys: this.#link.baileys, live, isTest: this.#endpoint !== undefined }, source, limits)
  }

  async fetchProfile(chatExternalId: string): Promise<{ name: string | null; pictureUrl: string | null; raw: unknown }> {
    const live = await this.#link.whenOpen(AbortSignal.timeout(5000))
    const pictureUrl = (await live.socket.profilePictureUrl(chatExternalId, 'image').catch(() => undefined)) ?? null
    return { name: null, pictureUrl, raw: { pictureUrl } }
  }

  /** Resolves when nothing is on its way any more, or after a moment. */
  async #finishSending(): Promise<void> {
    if (this.#sending.size === 0) return
    const patience = new AbortController()
    const all = Promise.allSettled([...this.#sending]).then(() => patience.abort())
    await Promise.race([all, sleep(this.#timers, FINISH_MS, patience.signal)])
  }

  #sendParts() {
    return { link: this.#link, sent: this.#sent, timers: this.#timers, log: this.#context.log }
  }

  #referring() {
    return { context: this.#context, link: this.#link, sent: this.#sent }
  }

  #opened(live: LiveSocket, auth: AuthStore): void {
    const { me } = auth.creds
    const phone = parseJid(me?.id)?.user ?? null
    const lid = parseJid(me?.lid)?.user ?? null
    this.#view.connected({ phone, name: me?.name ?? me?.verifiedName ?? null })
    void this.#settings.keep({ ownPhone: phone, ownLid: lid })
    // Not among the first questions after a login, which has enough to ask.
    if (me !== undefined) this.#timers.after(PICTURE_AFTER_MS, () => void this.#showPicture(live, me.id))
  }

  async #showPicture(live: LiveSocket, jid: string): Promise<void> {
    if (live !== this.#link.live) return
    try {
      this.#view.picture((await live.socket.profilePictureUrl(jid, 'preview')) ?? null)
    } catch (error) {
      // Most often: the account has none, or shows it to nobody.
      this.#context.log.debug({ reason: errorMessage(error) }, 'no profile picture')
    }
  }
}
