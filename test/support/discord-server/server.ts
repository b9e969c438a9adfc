/** The fake Discord as one listener: REST, gateway, files, and what tests do with it. */
import { sign } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { createGateway } from './gateway.ts'
import { type BotAccount, type Channel, createModel, type Guild, type Interaction, type Json, type Message, type User } from './model.ts'
import { type Asked, createRest } from './rest.ts'
import { channelJson, guildJson } from './shapes.ts'

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

async function bodyOf(request: IncomingMessage): Promise<Pick<Asked, 'body' | 'files'>> {
  const bytes = await bytesOf(request)
  const type = request.headers['content-type'] ?? ''
  if (bytes.length === 0) return { body: {}, files: [] }
  if (!type.startsWith('multipart/')) return { body: JSON.parse(bytes.toString()) as Json, files: [] }
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData()
  const files: Asked['files'] = []
  for (const value of form.values())
    if (typeof value !== 'string') files.push({ name: value.name, type: value.type, bytes: new Uint8Array(await value.arrayBuffer()) })
  return { body: JSON.parse(String(form.get('payload_json') ?? '{}')) as Json, files }
}

export async function startDiscordServer({ port = 0 }: { port?: number } = {}) {
  const model = createModel()
  const gateway = createGateway(model)
  const rest = createRest(model, gateway)
  const behaviour = {
    /** Nothing gets through: as without a network. */
    isDown: false,
    /** The next messages arrive, and nobody hears that they did. */
    losesAnswers: 0,
    /** What answers the next messages instead of Discord, which does not hear of them. */
    strangers: [] as ((response: ServerResponse) => void)[],
    /** Answered to everything that is no gateway call. */
    brokenStatus: null as number | null,
    /** No channel can be read for now. */
    brokenReads: false,
  }

  function respond(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(body === undefined ? undefined : JSON.stringify(body))
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (behaviour.isDown) return void request.socket.destroy()
    const url = new URL(request.url ?? '/', model.origin)
    const method = request.method ?? 'GET'
    if (url.pathname.startsWith('/attachments/')) {
      const file = model.files.get(url.pathname)
      if (file === undefined || url.searchParams.get('ex') !== String(model.linkGeneration))
        return respond(response, 404, { message: 'gone' })
      response.writeHead(200, { 'content-type': file.type })
      response.end(file.bytes)
      return
    }
    const path = url.pathname.replace(/^\/api\/v10/, '')
    const { body, files } = await bodyOf(request)
    const token = /^Bot (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? null
    if (behaviour.brokenStatus !== null) return respond(response, behaviour.brokenStatus, { message: 'broken' })
    const isRead = method === 'GET' && path.endsWith('/messages')
    if (behaviour.brokenReads && isRead) {
      model.calls.push({ method, path, status: 503, body, at: Date.now() })
      return respond(response, 503, { message: 'broken' })
    }
    if (method === 'POST' && path.endsWith('/messages')) {
      const stranger = behaviour.strangers.shift()
      if (stranger !== undefined) {
        model.calls.push({ method, path, status: 0, body, at: Date.now() })
        return stranger(response)
      }
    }
    const answer = rest.answer({ method, path, query: url.searchParams, token, body, files })
    model.calls.push({ method, path, status: answer.status, body, at: Date.now() })
    if (behaviour.losesAnswers > 0 && method === 'POST' && path.endsWith('/messages') && answer.status === 200) {
      behaviour.losesAnswers -= 1
      return void request.socket.destroy()
    }
    respond(response, answer.status, answer.body, answer.headers)
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => respond(response, 500, { message: String(error) }))
  })
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket, head) => {
    if (behaviour.isDown || !request.url?.startsWith('/gateway')) return socket.destroy()
    sockets.handleUpgrade(request, socket, head, (accepted) => gateway.accept(accepted))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  model.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  interface Said {
    replyTo?: Message
    files?: { name: string; type: string; bytes: Uint8Array; statedSize?: number; extra?: Json }[]
    type?: number
    flags?: number
    extra?: Json
  }

  function interactionOf(
    bot: BotAccount,
    user: User,
    channel: Channel,
    name: string,
    options: Json[],
  ): { interaction: Interaction; body: Json } {
    const interaction: Interaction = {
      id: model.newId(),
      token: rest.newToken(),
      applicationId: bot.applicationId,
      channel,
      user,
      reply: null,
      original: null,
    }
    model.interactions.set(interaction.id, interaction)
    const guild = channel.guildId === null ? null : model.guilds.get(channel.guildId)
    const body: Json = {
      id: interaction.id,
      application_id: bot.applicationId,
      type: 2,
      token: interaction.token,
      version: 1,
      channel_id: channel.id,
      channel: channelJson(channel),
      locale: 'en-US',
      data: { id: '1', name, type: 1, options },
      entitlements: [],

      ...(guild ? { guild_id: guild.id, member: { user, nick: guild.nicks.get(user.id) ?? null, roles: [], permissions: '0' } } : { user }),
    }
    return { interaction, body }
  }

  const api = {
    url: `${model.origin}/api`,
    origin: model.origin,
    model,
    gateway,
    behaviour,
    rest: { people: rest.people, refuse: rest.refuse },
    get rateLimited() {
      return rest.rateLimited
    },
    addBot: model.addBot,
    addUser: model.addUser,
    addGuild(name: string, { bots, owner }: { bots: BotAccount[]; owner?: User }): Guild {
      const guild: Guild = {
        id: model.newId(),
        name,
        ownerId: (owner ?? model.addUser('guild-owner')).id,
        roles: bots.map(({ user }) => ({ id: model.newId(), name: user.username, tags: { bot_id: user.id } })),
        bots: new Set(bots.map(({ user }) => user.id)),
        nicks: new Map(),
        memberRoles: new Map(),
      }
      model.guilds.set(guild.id, guild)
      for (const { user } of bots) gateway.toBot(user.id, 'GUILD_CREATE', guildJson(model, guild, user.id))
      return guild
    },
    removeFrom(guild: Guild, bot: BotAccount) {
      guild.bots.delete(bot.user.id)
      gateway.toBot(bot.user.id, 'GUILD_DELETE', { id: guild.id })
    },
    addChannel(guild: Guild, name: string): Channel {
      const channel = model.addChannel({ type: 0, name, guildId: guild.id })
      gateway.inGuild(channel, 'CHANNEL_CREATE', () => channelJson(channel))
      return channel
    },
    addThread(parent: Channel, name: string, joined: BotAccount[] = []): Channel {
      const channel = model.addChannel({
        type: 11,
        name,
        guildId: parent.guildId,
        parentId: parent.id,
        joined: new Set(joined.map(({ user }) => user.id)),
      })
      gateway.inGuild(channel, 'THREAD_CREATE', (botId) => channelJson(channel, botId))
      return channel
    },
    removeChannel(channel: Channel) {
      gateway.inGuild(channel, 'CHANNEL_DELETE', () => channelJson(channel))
      model.channels.delete(channel.id)
    },
    directChannel: model.directChannel,
    /** Somebody writes. */
    say(channel: Channel, author: User, content: string, { files = [], replyTo, type, flags = 0, extra = {} }: Said = {}): Message {
      const attachments = rest.attach(channel, files).map((attachment, index) => ({
        ...attachment,
        ...(files[index]?.statedSize === undefined ? {} : { size: files[index]?.statedSize ?? 0 }),
        ...files[index]?.extra,
      }))
      return rest.add(channel, { author, content, attachments, replyTo: replyTo ?? null, type: type ?? (replyTo ? 19 : 0), flags, extra })
    },
    /** The same event once more, as a network that repeats. */
    repeat(message: Message) {
      gateway.message('MESSAGE_CREATE', message)
    },
    edit(message: Message, content: string) {
      message.content = content
      message.editedAt = new Date(model.now()).toISOString()
      gateway.message('MESSAGE_UPDATE', message)
    },
    remove(message: Message) {
      message.channel.messages.splice(message.channel.messages.indexOf(message), 1)
      gateway.deleted(message.channel, message.id)
    },
    react(message: Message, user: User, name: string, isThere = true) {
      gateway.reaction(isThere ? 'MESSAGE_REACTION_ADD' : 'MESSAGE_REACTION_REMOVE', message, user.id, name)
    },
    /** A slash command, over the gateway. */
    command(bot: BotAccount, user: User, channel: Channel, name: string, options: Json[] = []): Interaction {
      const { interaction, body } = interactionOf(bot, user, channel, name, options)
      gateway.toBot(bot.user.id, 'INTERACTION_CREATE', body)
      return interaction
    },
    /** A slash command over HTTP, signed. */
    async commandTo(address: string, bot: BotAccount, user: User, channel: Channel, name: string, options: Json[] = []) {
      const { interaction, body } = interactionOf(bot, user, channel, name, options)
      const response = await fetch(address, api.signed(bot, body))
      const reply = (await response.json()) as Json
      if (response.ok) rest.take(interaction.id, reply)
      return { interaction, status: response.status, reply }
    },
    /** A call as Discord makes it. */
    signed(bot: BotAccount, body: unknown, { atMs = Date.now() }: { atMs?: number } = {}) {
      const text = JSON.stringify(body)
      const timestamp = String(Math.floor(atMs / 1000))
      const signature = sign(null, Buffer.from(timestamp + text), bot.keys.privateKey).toString('hex')
      const headers = { 'content-type': 'application/json', 'x-signature-ed25519': signature, 'x-signature-timestamp': timestamp }
      return { method: 'POST', headers, body: text }
    },
    /** What bots have said in a channel. */
    saidIn: (channel: Channel, bot: BotAccount) =>
      channel.messages.filter(({ author }) => author.id === bot.user.id).map(({ content }) => content),
    callsOf: (method: string, pattern: RegExp) => model.calls.filter((call) => call.method === method && pattern.test(call.path)),
    async stop() {
      gateway.drop()
      sockets.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return api
}

export type FakeDiscord = Awaited<ReturnType<typeof startDiscordServer>>
