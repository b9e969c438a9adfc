/** One outbound part to one message of Slack, and what its failure means for a repetition. */
import type { MessageMetadata } from '@slack/web-api'
import { OmniError } from '../../../../src-shared/errors.ts'
import { BoundedMap } from '../../runtime/bounded-map.ts'
import { callHttp } from '../../runtime/http/call.ts'
import type { FetchedFile } from '../../runtime/http/fetch-file.ts'
import { type FoundSend, type OutboundPart, SendError, type SendReceipt, type SentRef, type UnknownSend } from '../port.ts'
import { type Address, messageId, parseAddress, parseMessageId } from './address.ts'
import { pauseMs } from './answers.ts'
import type { EditBudget } from './edit-budget.ts'
import { emojiNames } from './emoji.ts'
import { beforeSending, SlackError, slackError, slowDown, unreadable } from './failures.ts'
import { timeOf } from './normalize/message.ts'
import type { Pace } from './pace.ts'
import type { Uploads } from './uploads.ts'
import type { SlackWeb } from './web.ts'

/** What a message of ours is found by again: Slack itself knows no id of its sender. */
const DELIVERY_EVENT = 'omni_delivery'
/** Clocks differ. Seconds. */
const CLOCKS_S = 10
const LOOK_AT = 200
const UPLOAD_MS = 120_000
const KNOWN_CHATS = 10_000

export interface SenderParts {
  /** Null while the account is switched off, or its token is refused. */
  web(): SlackWeb | null
  botUserId(): string
  budget: EditBudget
  pace: Pace
  /** The files that are being sent, by their delivery. */
  uploads: Uploads
  fetchFile(url: string): Promise<FetchedFile>
  /** In which thread a message stands; null: in none, or that is not known. */
  threadOf(externalId: string): string | null
  /** Do answers go into the thread of their question? */
  repliesInThread(): boolean
  /** The app has written in this thread. */
  wroteIn(channelId: string, threadTs: string): void
}

interface Target {
  channelId: string
  threadTs: string | null
}

export class Sender {
  readonly #parts: SenderParts
  readonly #directChannels = new BoundedMap<string, string>(KNOWN_CHATS)

  constructor(parts: SenderParts) {
    this.#parts = parts
  }

  /** Throws a {@link SendError} that says whether it may have arrived. */
  async send(part: OutboundPart, signal: AbortSignal): Promise<SendReceipt> {
    const request = traceable(part)
    let target: Target | null = null
    try {
      const web = this.#web()
      target = await this.#targetOf(web, part).catch(rethrow)
      if (part.content.type !== 'reaction') await this.#turn(target, signal)
      const receipt = await this.#sent(web, target, part)
      if (target.threadTs !== null) this.#parts.wroteIn(target.channelId, target.threadTs)
      return { ...receipt, chatExternalId: null, request }
    } catch (error) {
      throw failed(this.#noted(error, target, part), request)
    }
  }

  async #turn({ channelId }: Target, signal: AbortSignal): Promise<void> {
    const waitMs = await this.#parts.pace.turn(channelId, signal)
    if (waitMs > 0) throw slowDown(waitMs)
  }

  /** What a failure says of more than this message. */
  #noted(error: unknown, target: Target | null, part: OutboundPart): unknown {
    if (!(error instanceof SlackError)) return error
    if (target !== null && error.retryAfterMs !== null) this.#parts.pace.pause(target.channelId, error.retryAfterMs)
    if (error.wasDone === 'no' && isFile(part)) void this.#parts.uploads.done(part.deliveryId)
    const address = parseAddress(part.chatExternalId)
    if (error.word === 'channel_not_found' && address?.kind === 'dm') this.#directChannels.delete(address.userId)
    return error
  }

  /** A text that is nobody's answer and is not kept. Throws a {@link SlackError}. */
  async say(userId: string, text: string): Promise<void> {
    const web = this.#web()
    const channel = await this.#channelOf(web, { kind: 'dm', userId })
    await web((client) => client.chat.postMessage({ channel, text }))
  }

  async edit({ externalId }: SentRef, text: string): Promise<void> {
    const place = parseMessageId(externalId)
    try {
      if (place === null) throw new SlackError('not_found', 'The Slack message no longer exists.')
      const waitMs = this.#parts.budget.take(externalId)
      if (waitMs > 0) throw slowDown(waitMs)
      await this.#web()((client) => client.chat.update({ channel: place.channelId, ts: place.ts, text }))
    } catch (error) {
      const known = slackError(error)
      if (known.retryAfterMs !== null) this.#parts.budget.pause(known.retryAfterMs)
      // The same twice changes nothing.
      throw failed(known, { id: externalId })
    }
  }

  async revoke({ externalId }: SentRef): Promise<void> {
    const place = parseMessageId(externalId)
    try {
      if (place === null) throw new SlackError('not_found', 'The Slack message no longer exists.')
      await this.#web()((client) => client.chat.delete({ channel: place.channelId, ts: place.ts }))
    } catch (error) {
      if (error instanceof SlackError && error.word === 'message_not_found') return
      throw failed(error, { id: externalId })
    }
  }

  /** One answer for each; null where it is not there. Rejects where Slack cannot be asked. */
  async findSent(sends: UnknownSend[]): Promise<(FoundSend | null)[]> {
    const web = this.#web()
    const found: (FoundSend | null)[] = []
    for (const send of sends) found.push(await this.#find(web, send))
    return found
  }

  /** In which channel the direct chat with somebody is. */
  learnDirect(userId: string, channelId: string): void {
    this.#directChannels.set(userId, channelId)
  }

  #web(): SlackWeb {
    const web = this.#parts.web()
    if (web === null) throw new SlackError('not_connected', 'Slack is not connected right now.', { isTransient: true })
    return web
  }

  async #channelOf(web: SlackWeb, address: Address): Promise<string> {
    if (address.kind !== 'dm') return address.channelId
    const known = this.#directChannels.get(address.userId)
    if (known !== undefined) return known
    const { channel } = await web((client) => client.conversations.open({ users: address.userId }))
    const channelId = channel?.id
    if (channelId === undefined) throw unreadable()
    this.learnDirect(address.userId, channelId)
    return channelId
  }

  async #targetOf(web: SlackWeb, { chatExternalId, quotedExternalId, answersExternalId }: OutboundPart): Promise<Target> {
    const address = parseAddress(chatExternalId)
    if (address === null) throw new SlackError('bad_request', `"${chatExternalId.slice(0, 60)}" is not a person or channel of Slack.`)
    const channelId = await this.#channelOf(web, address)
    if (address.kind === 'thread') return { channelId, threadTs: address.threadTs }
    const referred = quotedExternalId ?? answersExternalId
    const place = referred === undefined || referred === null ? null : parseMessageId(referred)
    if (referred == null || place === null) return { channelId, threadTs: null }
    const thread = this.#parts.threadOf(referred)
    if (thread !== null) return { channelId, threadTs: thread }
    // Slack quotes by threads.
    const opensThread = quotedExternalId !== null || (address.kind === 'channel' && this.#parts.repliesInThread())
    return { channelId, threadTs: opensThread ? place.ts : null }
  }

  async #sent(web: SlackWeb, target: Target, part: OutboundPart): Promise<Pick<SendReceipt, 'externalId' | 'response'>> {
    const { content } = part
    switch (content.type) {
      case 'text':
        return this.#post(web, target, part, content.text)
      case 'contacts':
        return this.#post(web, target, part, content.contacts.map(({ fullName, phoneNumber }) => `${fullName} ${phoneNumber}`).join('\n'))
      case 'media':
        return this.#upload(web, target, part.deliveryId, content, content.caption, content.fileName)
      case 'audio':
        return this.#upload(web, target, part.deliveryId, content, '', null)
      case 'sticker':
        return this.#upload(web, target, part.deliveryId, content, '', null)
      case 'reaction':
        return this.#react(web, content, part.deliveryId)
    }
  }

  async #post(web: SlackWeb, { channelId, threadTs }: Target, part: OutboundPart, text: string) {
    const linkPreview = part.content.type === 'text' ? part.content.linkPreview : false
    const answer = await web((client) =>
      client.chat.postMessage({
        channel: channelId,
        text,
        ...(threadTs === null ? {} : { thread_ts: threadTs }),
        unfurl_links: linkPreview,
        unfurl_media: linkPreview,
        metadata: metadataOf(part.deliveryId),
      }),
    )
    const { channel = channelId, ts = '' } = answer
    const externalId = messageId(channel, ts)
    if (parseMessageId(externalId) === null) throw unreadable()
    return { externalId, response: { channel, ts } }
  }

  /** Slack says later only where a file was shared: its message is looked for. */
  async #upload(
    web: SlackWeb,
    { channelId, threadTs }: Target,
    deliveryId: string,
    file: { url: string | null; base64: string | null },
    caption: string,
    fileName: string | null,
  ) {
    const { bytes, name } = await this.#bytesOf(file, fileName)
    const { upload_url: uploadUrl, file_id: fileId } = await web((client) =>
      client.files.getUploadURLExternal({ filename: name, length: bytes.byteLength }),
    ).catch(rethrow)
    if (uploadUrl === undefined || fileId === undefined) throw beforeSending(unreadable())
    await uploaded(uploadUrl, bytes)
    await this.#parts.uploads.begin(deliveryId, fileId)
    const { files = [] } = await web((client) =>
      client.files.completeUploadExternal({
        files: [{ id: fileId, title: name }],
        channel_id: channelId,
        ...(threadTs === null ? {} : { thread_ts: threadTs }),
        ...(caption === '' ? {} : { initial_comment: caption }),
      } as Parameters<typeof client.files.completeUploadExternal>[0]),
    )
    if (!files.some(({ id }) => id === fileId)) throw unreadable()
    void this.#parts.uploads.done(deliveryId)
    const ts = await this.#sharedAs(web, fileId, channelId)
    return {
      externalId: ts === null ? `${channelId}:file:${fileId}` : messageId(channelId, ts),
      response: { channel: channelId, file: fileId, ts },
    }
  }

  async #sharedAs(web: SlackWeb, fileId: string, channelId: string): Promise<string | null> {
    const info = await web((client) => client.files.info({ file: fileId })).catch(() => null)
    const shares = info?.file?.shares
    const places = [...(shares?.public?.[channelId] ?? []), ...(shares?.private?.[channelId] ?? [])]
    return places[0]?.ts ?? null
  }

  async #bytesOf(
    { url, base64 }: { url: string | null; base64: string | null },
    wanted: string | null,
  ): Promise<{ bytes: Buffer; name: string }> {
    if (base64 !== null && base64 !== '') {
      const bare = base64.startsWith('data:') ? base64.slice(base64.indexOf(',') + 1) : base64
      return { bytes: Buffer.from(bare, 'base64'), name: wanted ?? 'file' }
    }
    if (url === null || url === '') throw new OmniError('bad_request', 'The file has neither an address nor content.')
    const { bytes, fileName } = await this.#parts.fetchFile(url)
    return { bytes: Buffer.from(bytes), name: wanted ?? fileName ?? 'file' }
  }

  async #react(web: SlackWeb, { targetExternalId, emoji }: Extract<OutboundPart['content'], { type: 'reaction' }>, deliveryId: string) {
    const place = parseMessageId(targetExternalId)
    if (place === null) throw new SlackError('not_found', 'The Slack message no longer exists.')
    const message = { channel: place.channelId, timestamp: place.ts }
    const names = await emojiNames()
    const wanted = emoji === '' ? null : names.nameOf(emoji)
    if (emoji !== '' && wanted === null) throw new SlackError('unsupported', 'Slack does not have this emoji.')
    const { message: shown } = await web((client) => client.reactions.get(message)).catch(() => ({ message: undefined }))
    const me = this.#parts.botUserId()
    for (const { name = '', users = [] } of shown?.reactions ?? [])
      if (users.includes(me) && name !== wanted) await web((client) => client.reactions.remove({ ...message, name }))
    if (wanted !== null)
      await web((client) => client.reactions.add({ ...message, name: wanted })).catch((error: unknown) => {
        if (slackError(error).word !== 'already_reacted') throw error
      })
    return { externalId: `${targetExternalId}/${deliveryId}`, response: { ok: true } }
  }

  async #find(web: SlackWeb, { part, since }: UnknownSend): Promise<FoundSend | null> {
    const address = parseAddress(part.chatExternalId)
    if (address === null) return null
    const target = await this.#targetOf(web, part)
    const fileId = await this.#parts.uploads.fileOf(part.deliveryId)
    if (fileId !== null) {
      const ts = await this.#sharedAs(web, fileId, target.channelId)
      if (ts !== null) void this.#parts.uploads.done(part.deliveryId)
      return ts === null ? null : { externalId: messageId(target.channelId, ts), sentAt: timeOf(ts) }
    }
    const oldest = String(Date.parse(since) / 1000 - CLOCKS_S)
    const common = { channel: target.channelId, oldest, limit: LOOK_AT, include_all_metadata: true }
    const { threadTs } = target
    const { messages = [] } =
      threadTs === null
        ? await web((client) => client.conversations.history(common))
        : await web((client) => client.conversations.replies({ ...common, ts: threadTs }))
    const sent = messages.find(({ metadata }) => isDelivery(metadata, part.deliveryId))
    if (sent?.ts === undefined) return null
    return { externalId: messageId(target.channelId, sent.ts), sentAt: timeOf(sent.ts) }
  }
}

const rethrow = (error: unknown): never => {
  throw beforeSending(error)
}

const isFile = ({ content: { type } }: OutboundPart): boolean => type === 'media' || type === 'audio' || type === 'sticker'

const metadataOf = (deliveryId: string): MessageMetadata => ({ event_type: DELIVERY_EVENT, event_payload: { id: deliveryId } })

function isDelivery(metadata: { event_type?: string; event_payload?: unknown } | undefined, deliveryId: string): boolean {
  return metadata?.event_type === DELIVERY_EVENT && (metadata.event_payload as { id?: unknown } | undefined)?.id === deliveryId
}

/** To an address that Slack made for this one file; it asks for no token. */
async function uploaded(url: string, bytes: Buffer): Promise<void> {
  const signal = AbortSignal.timeout(UPLOAD_MS)
  const headers = { 'content-type': 'application/octet-stream', 'content-length': String(bytes.byteLength) }
  const response = await callHttp(url, { method: 'POST', headers, body: bytes, signal }).catch((cause: unknown) => {
    throw new SlackError('unreachable', 'Slack cannot be reached.', { isTransient: true, cause })
  })
  const { status } = response
  const wanted = response.header('retry-after')
  response.hangUp()
  if (status === 429) throw slowDown(pauseMs(wanted))
  if (status !== 200)
    throw new SlackError('platform_error', `Slack did not take the file (error ${status}).`, { isTransient: status >= 500 })
}

function failed(error: unknown, request: unknown): SendError {
  if (error instanceof OmniError && !(error instanceof SlackError))
    return new SendError({ error, wasSent: 'no', isTransient: error.code === 'unreachable', retryAfterMs: null, request, response: null })
  const known = slackError(error)
  const { wasDone, isTransient, retryAfterMs, word } = known
  return new SendError({
    error: known,
    wasSent: wasDone,
    isTransient,
    retryAfterMs,
    request,
    response: word === null ? null : { ok: false, error: word },
  })
}

/** Without the bytes of files. */
function traceable(part: OutboundPart): unknown {
  const content = 'base64' in part.content && part.content.base64 !== null ? { ...part.content, base64: '(bytes)' } : part.content
  return { chat: part.chatExternalId, content, quoted: part.quotedExternalId, answers: part.answersExternalId ?? null }
}
