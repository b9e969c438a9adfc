/**
 * The REST API of the fake Discord, as far as a bot uses it: with enforced nonces, buckets of five messages in five
 * seconds for each channel, and the errors that the real one gives.
 */
import { randomBytes } from 'node:crypto'
import type { FakeGateway } from './gateway.ts'
import { type Attachment, type BotAccount, type Channel, type Json, type Message, type Model, verifyKeyOf } from './model.ts'
import { channelJson, messageJson } from './shapes.ts'

export interface Answer {
  status: number
  body?: unknown
  headers?: Record<string, string>
}

export interface Asked {
  method: string
  path: string
  query: URLSearchParams
  token: string | null
  body: Json
  files: { name: string; type: string; bytes: Uint8Array }[]
}

const MAX_CHARACTERS = 2000
const BUCKET = 5
const BUCKET_MS = 5000
const INTERACTION_MS = 15 * 60_000

export class Refused extends Error {
  readonly answer: Answer
  constructor(status: number, code: number, message: string, extra: Json = {}, headers: Record<string, string> = {}) {
    super(message)
    this.answer = { status, body: { code, message, ...extra }, headers }
  }
}

const unknownMessage = () => new Refused(404, 10_008, 'Unknown Message')
const unknownChannel = () => new Refused(404, 10_003, 'Unknown Channel')

export function createRest(model: Model, gateway: FakeGateway) {
  /** Times of the calls in each bucket. */
  const buckets = new Map<string, number[]>()
  const people = { closed: new Set<string>() }
  const refuse = { nextMs: null as number | null, buckets: true }
  let rateLimited = 0

  function tooMany(waitMs: number): Refused {
    rateLimited += 1
    const seconds = String(waitMs / 1000)
    const headers = {
      'retry-after': seconds,
      'x-ratelimit-scope': 'user',
      'x-ratelimit-reset-after': seconds,
      'x-ratelimit-remaining': '0',
    }
    return new Refused(429, 0, 'You are being rate limited.', { retry_after: waitMs / 1000, global: false }, headers)
  }

  function takeFromBucket(kind: string, channelId: string): Record<string, string> {
    if (refuse.nextMs !== null) {
      const waitMs = refuse.nextMs
      refuse.nextMs = null
      throw tooMany(waitMs)
    }
    if (!refuse.buckets) return {}
    const key = `${kind}:${channelId}`
    const nowMs = model.now()
    const times = (buckets.get(key) ?? []).filter((at) => at > nowMs - BUCKET_MS)
    const resetMs = (times[0] ?? nowMs) + BUCKET_MS - nowMs
    if (times.length >= BUCKET) throw tooMany(resetMs)
    times.push(nowMs)
    buckets.set(key, times)
    return {
      'x-ratelimit-limit': String(BUCKET),
      'x-ratelimit-remaining': String(BUCKET - times.length),
      'x-ratelimit-reset-after': String(resetMs / 1000),
      'x-ratelimit-reset': String((nowMs + resetMs) / 1000),
      'x-ratelimit-bucket': kind,
    }
  }

  function channelFor(bot: BotAccount, id: string): Channel {
    const channel = model.channels.get(id)
    if (channel === undefined) throw unknownChannel()
    const isIn =
      channel.guildId === null
        ? channel.recipients.some((user) => user.id === bot.user.id)
        : model.guilds.get(channel.guildId)?.bots.has(bot.user.id) === true
    if (!isIn) throw new Refused(403, 50_001, 'Missing Access')
    return channel
  }

  const find = (channel: Channel, id: string): Message => {
    const message = channel.messages.find((one) => one.id === id)
    if (message === undefined) throw unknownMessage()
    return message
  }

  function mayWrite(bot: BotAccount, channel: Channel): void {
    if (channel.isForbidden) throw new Refused(403, 50_013, 'Missing Permissions')
    if (channel.isLocked) throw new Refused(403, 160_005, 'Thread is locked')
    const person = channel.recipients.find(({ id }) => id !== bot.user.id)
    if (person !== undefined && people.closed.has(person.id)) throw new Refused(403, 50_007, 'Cannot send messages to this user')
  }

  function attach(channel: Channel, files: Asked['files']): Attachment[] {
    return files.map(({ name, type, bytes }) => {
      const id = model.newId()
      const path = `/attachments/${channel.id}/${id}/${encodeURIComponent(name)}`
      model.files.set(path, { bytes, type, generation: model.linkGeneration })
      return { id, filename: name, size: bytes.length, content_type: type, url: `${model.origin}${path}` }
    })
  }

  const contentOf = (body: Json): string => {
    const content = typeof body['content'] === 'string' ? body['content'] : ''
    if (content.length > MAX_CHARACTERS)
      throw new Refused(400, 50_035, 'Invalid Form Body', {
        errors: { content: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 2000 or fewer in length.' }] } },
      })
    return content
  }

  function add(channel: Channel, message: Partial<Message> & Pick<Message, 'author'>): Message {
    const made: Message = {
      id: model.newId(),
      channel,
      type: 0,
      content: '',
      attachments: [],
      replyTo: null,
      timestamp: new Date(model.now()).toISOString(),
      editedAt: null,
      reactions: [],
      flags: 0,
      nonce: null,
      extra: {},
      ...message,
    }
    channel.messages.push(made)
    gateway.message('MESSAGE_CREATE', made)
    return made
  }

  function forgetNonces(): void {
    for (const [key, { at }] of model.nonces) {
      if (model.now() - at <= model.nonceMs) return
      model.nonces.delete(key)
    }
  }

  function create(bot: BotAccount, channel: Channel, { body, files }: Asked): Answer {
    const headers = takeFromBucket('post', channel.id)
    mayWrite(bot, channel)
    const content = contentOf(body)
    if (content.trim() === '' && files.length === 0) throw new Refused(400, 50_006, 'Cannot send an empty message')
    const nonce = body['nonce'] === undefined ? null : String(body['nonce'])
    if (nonce !== null && nonce.length > 25) throw new Refused(400, 50_035, 'Invalid Form Body')
    const key = `${bot.user.id}:${channel.id}:${nonce}`
    forgetNonces()
    const known = model.nonces.get(key)
    const view = (message: Message) => messageJson(model, message, { forBot: bot.user.id, event: false })
    if (nonce !== null && body['enforce_nonce'] === true && known !== undefined) return { status: 200, body: view(known.message), headers }
    const reference = body['message_reference'] as { message_id?: string } | undefined
    const replyTo = channel.messages.find(({ id }) => id === reference?.message_id) ?? null
    const message = add(channel, {
      author: bot.user,
      content,
      attachments: attach(channel, files),
      replyTo,
      type: replyTo === null ? 0 : 19,
      nonce,
    })
    // Whoever writes in a thread is in it.
    if (channel.type === 11) channel.joined.add(bot.user.id)
    // Behind the others, so that they stand by their age.
    model.nonces.delete(key)
    if (nonce !== null) model.nonces.set(key, { message, at: model.now() })
    return { status: 200, body: view(message), headers }
  }

  function change(message: Message, { body, files }: Asked): Message {
    message.content = contentOf(body)
    if (files.length > 0) message.attachments = attach(message.channel, files)
    message.editedAt = new Date(model.now()).toISOString()
    gateway.message('MESSAGE_UPDATE', message)
    return message
  }

  function react(bot: BotAccount, message: Message, name: string, isThere: boolean): Answer {
    let reaction = message.reactions.find((one) => one.name === name)
    if (reaction === undefined) {
      reaction = { name, users: new Set() }
      message.reactions.push(reaction)
    }
    if (isThere) reaction.users.add(bot.user.id)
    else reaction.users.delete(bot.user.id)
    gateway.reaction(isThere ? 'MESSAGE_REACTION_ADD' : 'MESSAGE_REACTION_REMOVE', message, bot.user.id, name)
    return { status: 204 }
  }

  function page(bot: BotAccount, channel: Channel, query: URLSearchParams): Answer {
    const limit = Math.min(100, Number(query.get('limit') ?? 50))
    const after = query.get('after')
    const later = channel.messages.filter(({ id }) => after === null || BigInt(id) > BigInt(after))
    // With `after`: those that follow it at once. The newest comes first either way.
    const some = after === null ? later.slice(-limit) : later.slice(0, limit)
    return { status: 200, body: some.toReversed().map((message) => messageJson(model, message, { forBot: bot.user.id, event: false })) }
  }

  /** Those calls that carry the token of an interaction instead of the bot's. */
  function ofInteraction({ method, path, body, files, ...asked }: Asked): Answer | null {
    const [, callbackId, callbackToken] = /^\/interactions\/(\d+)\/([^/]+)\/callback$/.exec(path) ?? []
    const [, applicationId, token] = /^\/webhooks\/(\d+)\/([^/]+)\/messages\/@original$/.exec(path) ?? []
    const interaction = [...model.interactions.values()].find((one) => one.token === (callbackToken ?? token))
    if (callbackId !== undefined) {
      if (interaction === undefined || interaction.id !== callbackId) throw new Refused(404, 10_062, 'Unknown interaction')
      if (interaction.reply !== null) throw new Refused(400, 40_060, 'Interaction has already been acknowledged.')
      take(interaction.id, body)
      return { status: 204 }
    }
    if (applicationId === undefined) return null
    if (interaction === undefined || interaction.original === null) throw new Refused(404, 10_015, 'Unknown Webhook')
    const bornMs = Number(BigInt(interaction.id) >> 22n) + 1_420_070_400_000
    if (model.now() - bornMs > INTERACTION_MS) throw new Refused(401, 50_027, 'Invalid Webhook Token')
    if (method === 'DELETE') {
      const { channel, original } = interaction
      channel.messages.splice(channel.messages.indexOf(original), 1)
      gateway.deleted(channel, original.id)
      interaction.original = null
      return { status: 204 }
    }
    if (method !== 'PATCH') throw new Refused(405, 0, 'Method not allowed')
    const message = change(interaction.original, { method, path, body, files, ...asked })
    return { status: 200, body: messageJson(model, message, { forBot: message.author.id, event: false }) }
  }

  /** What the bot answered an interaction with first. */
  function take(interactionId: string, reply: Json): void {
    const interaction = model.interactions.get(interactionId)
    const bot = [...model.bots.values()].find(({ applicationId }) => applicationId === interaction?.applicationId)
    if (interaction === undefined || bot === undefined) return
    interaction.reply = reply
    if (reply['type'] === 5) interaction.original = add(interaction.channel, { author: bot.user, type: 20, flags: 128 })
  }

  function route(bot: BotAccount, asked: Asked): Answer {
    const { method, path, query, body } = asked
    const is = (verb: string, pattern: RegExp) => (method === verb ? pattern.exec(path) : null)
    const at = (verb: string | null, pattern: RegExp) => (verb === null || method === verb ? (pattern.exec(path)?.slice(1) ?? null) : null)
    const [userId] = at('GET', /^\/users\/(\d+)$/) ?? []
    const [channelId] = at(null, /^\/channels\/(\d+)(?:\/typing|\/messages)?$/) ?? []
    const [inChannel, messageId] = at(null, /^\/channels\/(\d+)\/messages\/(\d+)$/) ?? []
    const [reactedIn, reactedTo, emoji] = at(null, /^\/channels\/(\d+)\/messages\/(\d+)\/reactions\/([^/]+)\/@me$/) ?? []
    if (is('GET', /^\/gateway\/bot$/))
      return {
        status: 200,
        body: {
          url: `${model.origin.replace('http', 'ws')}/gateway`,
          shards: 1,
          session_start_limit: { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 },
        },
      }
    if (is('GET', /^\/users\/@me$/)) return { status: 200, body: bot.user }
    if (is('GET', /^\/oauth2\/applications\/@me$/))
      return {
        status: 200,
        body: {
          id: bot.applicationId,
          name: bot.user.username,
          bot: bot.user,
          owner: model.users.get(bot.ownerId),
          team: null,
          verify_key: verifyKeyOf(bot),
          flags: bot.mayReadContent ? 1 << 19 : 0,
        },
      }
    if (is('POST', /^\/users\/@me\/channels$/)) {
      const user = model.users.get(String(body['recipient_id']))
      if (user === undefined) throw new Refused(400, 50_033, 'Invalid Recipient(s)')
      return { status: 200, body: channelJson(model.directChannel(bot, user), bot.user.id) }
    }
    if (userId !== undefined) {
      const user = model.users.get(userId)
      if (user === undefined) throw new Refused(404, 10_013, 'Unknown User')
      return { status: 200, body: user }
    }
    if (channelId !== undefined) {
      const channel = channelFor(bot, channelId)
      if (path.endsWith('/typing')) return { status: 204 }
      if (!path.endsWith('/messages')) return { status: 200, body: channelJson(channel, bot.user.id) }
      return method === 'POST' ? create(bot, channel, asked) : page(bot, channel, query)
    }
    if (inChannel !== undefined && messageId !== undefined) {
      const channel = channelFor(bot, inChannel)
      const message = find(channel, messageId)
      if (method === 'GET') return { status: 200, body: messageJson(model, message, { forBot: bot.user.id, event: false }) }
      if (method === 'DELETE') {
        channel.messages.splice(channel.messages.indexOf(message), 1)
        gateway.deleted(channel, message.id)
        return { status: 204 }
      }
      if (message.author.id !== bot.user.id) throw new Refused(403, 50_005, 'Cannot edit a message authored by another user')
      const headers = takeFromBucket('patch', channel.id)
      return { status: 200, body: messageJson(model, change(message, asked), { forBot: bot.user.id, event: false }), headers }
    }
    if (reactedIn !== undefined)
      return react(bot, find(channelFor(bot, reactedIn), reactedTo ?? ''), decodeURIComponent(emoji ?? ''), method === 'PUT')
    if (is('PUT', /^\/applications\/\d+(?:\/guilds\/\d+)?\/commands$/)) {
      model.commands.set(path, body as unknown as Json[])
      return { status: 200, body }
    }
    throw new Refused(404, 0, '404: Not Found')
  }

  return {
    answer(asked: Asked): Answer {
      try {
        const special = ofInteraction(asked)
        if (special !== null) return special
        const bot = asked.token === null ? undefined : model.bots.get(asked.token)
        if (bot === undefined) throw new Refused(401, 0, '401: Unauthorized')
        return route(bot, asked)
      } catch (error) {
        if (error instanceof Refused) return error.answer
        throw error
      }
    },
    add,
    attach,
    take,
    people,
    refuse,
    newToken: () => randomBytes(24).toString('base64url'),
    get rateLimited() {
      return rateLimited
    },
  }
}
