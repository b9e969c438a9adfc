/** One outbound part to one message of Discord, and what its failure means for a repetition. */
import type { APIChannel, APIMessage, REST } from 'discord.js'
import { OmniError } from '../../../../src-shared/errors.ts'
import { BoundedMap } from '../../runtime/bounded-map.ts'
import type { FetchedFile } from '../../runtime/http/fetch-file.ts'
import { type FoundSend, type OutboundPart, SendError, type SendReceipt, type SentRef, type UnknownSend } from '../port.ts'
import { parseAddress } from './address.ts'
import { type Attempts, nonceOf } from './attempts.ts'
import { composed, MAX_CHARACTERS, NOBODY_IS_CALLED } from './compose.ts'
import { made, NOT_CONNECTED, refusalOf } from './failures.ts'
import type { PendingInteractions } from './interactions/pending.ts'
import { routes } from './routes.ts'
import { compareIds, idAt, timeOf } from './snowflake.ts'

/** Discord forgets a nonce after some minutes; it is surely known for less than that. */
const NONCE_KNOWN_MS = 90_000
/** Clocks differ. */
const CLOCKS_MS = 10_000
const LOOK_AT = 100
const SAY_TIMEOUT_MS = 20_000
const KNOWN_CHATS = 1000
const NO_SUCH_MESSAGE = 10_008

export interface SenderParts {
  /** Null while the account is switched off, or its token is refused. */
  rest(): REST | null
  botUserId(): string
  attempts: Attempts
  interactions: PendingInteractions
  fetchFile(url: string): Promise<FetchedFile>
  hasMessage(externalId: string): Promise<boolean>
  now(): number
}

export class Sender {
  readonly #parts: SenderParts
  /** The channel of the direct chat with somebody. */
  readonly #directChannels = new BoundedMap<string, string>(KNOWN_CHATS)

  constructor(parts: SenderParts) {
    this.#parts = parts
  }

  /** Sends it. Throws a {@link SendError} that says whether it may have arrived. */
  async send(part: OutboundPart, signal: AbortSignal): Promise<SendReceipt> {
    const { attempts } = this.#parts
    const request = traceable(part)
    try {
      const rest = this.#rest()
      const channelId = await this.#channelOf(rest, part.chatExternalId, signal)
      if (part.content.type === 'reaction') return await this.#react(rest, channelId, part.content, part.deliveryId, request, signal)
      const { body, files } = await composed(part, this.#parts.fetchFile)
      const before = await attempts.begin(part.deliveryId)
      if (before !== null && this.#parts.now() - before > NONCE_KNOWN_MS) {
        const found = await this.#find(rest, channelId, { part, sinceMs: before }, new Set(), signal)
        if (found !== null) {
          attempts.done(part.deliveryId)
          return { externalId: found.externalId, chatExternalId: null, request, response: { id: found.externalId, found: true } }
        }
      }
      const answered = part.answersExternalId
      const held = answered === undefined ? null : await this.#parts.interactions.answer(rest, answered, { body, files }, signal)
      const response = held ?? made<APIMessage>(await this.#post(rest, channelId, part, { body, files }, signal))
      attempts.done(part.deliveryId)
      return { externalId: response.id, chatExternalId: null, request, response: { id: response.id, channel_id: response.channel_id } }
    } catch (error) {
      const { wasSent, isTransient, retryAfterMs, error: known } = refusalOf(error)
      if (wasSent === 'no' && !isTransient) attempts.done(part.deliveryId)
      throw new SendError({ error: known, wasSent, isTransient, retryAfterMs, request, response: known.details ?? null })
    }
  }

  /** A text that is nobody's answer and is not kept. Throws an OmniError. */
  async say(chatExternalId: string, content: string): Promise<void> {
    const signal = AbortSignal.timeout(SAY_TIMEOUT_MS)
    try {
      const rest = this.#rest()
      const channelId = await this.#channelOf(rest, chatExternalId, signal)
      await rest.post(routes.messages(channelId), { body: { content, allowed_mentions: NOBODY_IS_CALLED }, signal })
    } catch (error) {
      throw refusalOf(error).error
    }
  }

  async edit({ chatExternalId, externalId }: SentRef, text: string, signal: AbortSignal): Promise<void> {
    await this.#change(externalId, async (rest) => {
      if (text.length > MAX_CHARACTERS) throw new OmniError('too_large', `Discord takes ${MAX_CHARACTERS} characters in one message.`)
      const body = { content: text, allowed_mentions: NOBODY_IS_CALLED }
      if (await this.#parts.interactions.edit(rest, externalId, body, signal)) return
      const channelId = await this.#channelOf(rest, chatExternalId, signal)
      await rest.patch(routes.message(channelId, externalId), { body, signal })
    })
  }

  async revoke({ chatExternalId, externalId }: SentRef, signal: AbortSignal): Promise<void> {
    await this.#change(externalId, async (rest) => {
      const channelId = await this.#channelOf(rest, chatExternalId, signal)
      await rest.delete(routes.message(channelId, externalId), { signal }).catch((error: unknown) => {
        if (refusalOf(error).code !== NO_SUCH_MESSAGE) throw error
      })
    })
  }

  async typing(chatExternalId: string, signal: AbortSignal): Promise<void> {
    const rest = this.#parts.rest()
    if (rest === null) return
    await rest.post(routes.typing(await this.#channelOf(rest, chatExternalId, signal)), { signal })
  }

  /** One answer for each; null where it is not there. */
  async findSent(sends: UnknownSend[]): Promise<(FoundSend | null)[]> {
    const rest = this.#rest()
    const signal = AbortSignal.timeout(30_000)
    const found: (FoundSend | null)[] = []
    const taken = new Set<string>()
    for (const { part, since } of sends) {
      const channelId = await this.#channelOf(rest, part.chatExternalId, signal)
      const sinceMs = (await this.#parts.attempts.firstAt(part.deliveryId)) ?? Date.parse(since)
      const one = await this.#find(rest, channelId, { part, sinceMs }, taken, signal)
      if (one !== null) taken.add(one.externalId)
      found.push(one)
    }
    return found
  }

  /** Keeps which channel is the direct chat with this person. */
  learnDirect(userId: string, channelId: string): void {
    this.#directChannels.set(userId, channelId)
  }

  #rest(): REST {
    const rest = this.#parts.rest()
    if (rest === null) throw new OmniError('not_connected', NOT_CONNECTED)
    return rest
  }

  async #channelOf(rest: REST, chatExternalId: string, signal: AbortSignal): Promise<string> {
    const address = parseAddress(chatExternalId)
    if (address === null) throw new OmniError('bad_request', `"${chatExternalId.slice(0, 60)}" is not a user or channel of Discord.`)
    if (address.kind === 'channel') return address.channelId
    const known = this.#directChannels.get(address.userId)
    if (known !== undefined) return known
    const { id } = made<APIChannel>(await rest.post(routes.directChannels(), { body: { recipient_id: address.userId }, signal }))
    this.learnDirect(address.userId, id)
    return id
  }

  #post(rest: REST, channelId: string, part: OutboundPart, { body, files }: Awaited<ReturnType<typeof composed>>, signal: AbortSignal) {
    const isGroup = parseAddress(part.chatExternalId)?.kind === 'channel'
    // Where many talk at once, an answer says whose it is.
    const replyTo = part.quotedExternalId ?? (isGroup ? part.answersExternalId : undefined)
    return rest.post(routes.messages(channelId), {
      body: {
        ...body,
        nonce: nonceOf(part.deliveryId),
        enforce_nonce: true,
        ...(replyTo === undefined ? {} : { message_reference: { message_id: replyTo.replace(/\/.*$/, ''), fail_if_not_exists: false } }),
      },
      files,
      signal,
    })
  }

  async #react(
    rest: REST,
    channelId: string,
    { targetExternalId, emoji }: Extract<OutboundPart['content'], { type: 'reaction' }>,
    deliveryId: string,
    request: unknown,
    signal: AbortSignal,
  ): Promise<SendReceipt> {
    const messageId = targetExternalId.replace(/\/.*$/, '')
    const { reactions = [] } = (await rest.get(routes.message(channelId, messageId), { signal })) as APIMessage
    const isOurs = (name: string) => name !== emoji
    for (const { me, emoji: given } of reactions) {
      const name = given.id === null ? (given.name ?? '') : `${given.name ?? '_'}:${given.id}`
      if (me && isOurs(name)) await rest.delete(routes.ownReaction(channelId, messageId, name), { signal })
    }
    if (emoji !== '') await rest.put(routes.ownReaction(channelId, messageId, emoji), { signal })
    return { externalId: `${messageId}/${this.#parts.botUserId()}/${deliveryId}`, chatExternalId: null, request, response: { ok: true } }
  }

  async #change(externalId: string, run: (rest: REST) => Promise<void>): Promise<void> {
    try {
      await run(this.#rest())
    } catch (error) {
      const { wasSent, isTransient, retryAfterMs, error: known } = refusalOf(error)
      throw new SendError({
        error: known,
        wasSent,
        isTransient,
        retryAfterMs,
        request: { id: externalId },
        response: known.details ?? null,
      })
    }
  }

  /** Among the bot's own messages since then: one that says the same, and that the hub knows nothing of. */
  async #find(
    rest: REST,
    channelId: string,
    { part, sinceMs }: { part: OutboundPart; sinceMs: number },
    taken: ReadonlySet<string>,
    signal: AbortSignal,
  ): Promise<FoundSend | null> {
    const query = new URLSearchParams({ after: idAt(sinceMs - CLOCKS_MS), limit: String(LOOK_AT) })
    const messages = (await rest.get(routes.messages(channelId), { query, signal })) as APIMessage[]
    messages.sort((a, b) => compareIds(a.id, b.id))
    for (const message of messages) {
      if (message.author.id !== this.#parts.botUserId() || taken.has(message.id) || !saysIt(message, part)) continue
      if (!(await this.#parts.hasMessage(message.id))) return { externalId: message.id, sentAt: new Date(timeOf(message.id)).toISOString() }
    }
    return null
  }
}

function saysIt({ content, attachments }: APIMessage, part: OutboundPart): boolean {
  if (part.content.type === 'text') return content.trim() === part.content.text.trim()
  if (part.content.type !== 'media' && part.content.type !== 'audio' && part.content.type !== 'sticker') return false
  return attachments.length > 0 && content === (part.content.type === 'media' ? part.content.caption : '')
}

/** Without the bytes of files. */
function traceable(part: OutboundPart): unknown {
  const content = 'base64' in part.content && part.content.base64 !== null ? { ...part.content, base64: '(bytes)' } : part.content
  return { chat: part.chatExternalId, content, nonce: nonceOf(part.deliveryId), answers: part.answersExternalId ?? null }
}
