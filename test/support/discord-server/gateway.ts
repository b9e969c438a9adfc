/** The gateway of the fake Discord: identify, resume, heartbeats, and events to the bots that may see them. */
import { randomBytes } from 'node:crypto'
import type { WebSocket } from 'ws'
import type { BotAccount, Channel, Message, Model, Session } from './model.ts'
import { guildJson, messageJson } from './shapes.ts'

const GUILD_MESSAGES = 1 << 9
const GUILD_REACTIONS = 1 << 10
const DIRECT_MESSAGES = 1 << 12
const DIRECT_REACTIONS = 1 << 13
const MESSAGE_CONTENT = 1 << 15

interface Frame {
  op: number
  d: unknown
}

export function createGateway(model: Model) {
  const sockets = new Map<WebSocket, { session: Session | null; isFrozen: boolean }>()
  /** How often each way in was taken. */
  const counts = { identified: 0, resumed: 0, refused: 0 }
  /** Every session that began or went on, in its order. Milliseconds since 1970. */
  const entries: { botId: string; way: 'identified' | 'resumed'; atMs: number }[] = []

  function dispatchTo(session: Session, t: string, d: unknown): void {
    session.seq += 1
    const event = { op: 0 as const, t, s: session.seq, d }
    session.events.push(event)
    session.send?.(event)
  }

  const sessionsOf = (botId: string) => [...model.sessions.values()].filter(({ bot }) => bot.user.id === botId)

  function canSee(bot: BotAccount, channel: Channel): boolean {
    if (channel.guildId === null) return channel.recipients.some(({ id }) => id === bot.user.id)
    return model.guilds.get(channel.guildId)?.bots.has(bot.user.id) === true
  }

  function toAll(channel: Channel, t: string, intents: [guild: number, direct: number], body: (session: Session) => unknown): void {
    const [inGuild, direct] = intents
    for (const session of model.sessions.values())
      if (canSee(session.bot, channel) && (session.intents & (channel.guildId === null ? direct : inGuild)) !== 0)
        dispatchTo(session, t, body(session))
  }

  function accept(socket: WebSocket): void {
    const state: { session: Session | null; isFrozen: boolean } = { session: null, isFrozen: false }
    sockets.set(socket, state)
    const send = (frame: unknown) => {
      if (!state.isFrozen && socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame))
    }
    send({ op: 10, d: { heartbeat_interval: model.heartbeatMs }, s: null, t: null })
    socket.on('message', (data) => {
      if (state.isFrozen) return
      const { op, d } = JSON.parse(String(data)) as Frame
      if (op === 1) send({ op: 11 })
      else if (op === 2) identify(d as { token: string; intents: number })
      else if (op === 6) resume(d as { token: string; session_id: string; seq: number })
    })
    socket.on('close', () => {
      sockets.delete(socket)
      if (state.session?.send === send) state.session.send = null
    })
    socket.on('error', () => {})

    function identify({ token, intents }: { token: string; intents: number }): void {
      const bot = model.bots.get(token)
      if (bot === undefined) {
        counts.refused += 1
        socket.close(4004, 'Authentication failed.')
        return
      }
      if ((intents & MESSAGE_CONTENT) !== 0 && !bot.mayReadContent) {
        counts.refused += 1
        socket.close(4014, 'Disallowed intent(s).')
        return
      }
      counts.identified += 1
      entries.push({ botId: bot.user.id, way: 'identified', atMs: Date.now() })
      const session: Session = { id: randomBytes(16).toString('hex'), bot, intents, seq: 0, events: [], send }
      state.session = session
      model.sessions.set(session.id, session)
      const guilds = [...model.guilds.values()].filter(({ bots }) => bots.has(bot.user.id))
      dispatchTo(session, 'READY', {
        v: 10,
        user: bot.user,
        guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
        session_id: session.id,
        resume_gateway_url: `${model.origin.replace('http', 'ws')}/gateway`,
        shard: [0, 1],
        application: { id: bot.applicationId, flags: 0 },
      })
      for (const guild of guilds) dispatchTo(session, 'GUILD_CREATE', guildJson(model, guild, bot.user.id))
    }

    function resume({ token, session_id: id, seq }: { token: string; session_id: string; seq: number }): void {
      const session = model.sessions.get(id)
      if (model.refusesResume || session === undefined || session.bot.token !== token) {
        model.sessions.delete(id)
        send({ op: 9, d: false })
        return
      }
      counts.resumed += 1
      entries.push({ botId: session.bot.user.id, way: 'resumed', atMs: Date.now() })
      state.session = session
      session.send = send
      for (const event of session.events) if (event.s > seq) send(event)
      dispatchTo(session, 'RESUMED', { _trace: [] })
    }
  }

  return {
    accept,
    counts,
    entries,
    get openCount() {
      return sockets.size
    },
    /** Cuts the lines, as a network does. */
    drop() {
      for (const socket of sockets.keys()) socket.terminate()
    },
    close(code: number) {
      for (const socket of sockets.keys()) socket.close(code)
    },
    /** The lines stand, and nothing goes over them any more. */
    freeze() {
      for (const state of sockets.values()) state.isFrozen = true
    },
    /** What no open line has heard is never told. */
    forgetSessions() {
      for (const session of model.sessions.values()) if (session.send === null) model.sessions.delete(session.id)
    },
    toBot(botId: string, t: string, d: unknown) {
      for (const session of sessionsOf(botId)) dispatchTo(session, t, d)
    },
    message(t: 'MESSAGE_CREATE' | 'MESSAGE_UPDATE', message: Message) {
      toAll(message.channel, t, [GUILD_MESSAGES, DIRECT_MESSAGES], ({ bot, intents }) =>
        messageJson(model, message, { forBot: bot.user.id, event: true, hidden: (intents & MESSAGE_CONTENT) === 0 }),
      )
    },
    deleted(channel: Channel, id: string) {
      const guild = channel.guildId === null ? {} : { guild_id: channel.guildId }
      toAll(channel, 'MESSAGE_DELETE', [GUILD_MESSAGES, DIRECT_MESSAGES], () => ({ id, channel_id: channel.id, ...guild }))
    },
    reaction(t: 'MESSAGE_REACTION_ADD' | 'MESSAGE_REACTION_REMOVE', message: Message, userId: string, name: string) {
      const { channel } = message
      const guild = channel.guildId === null ? {} : { guild_id: channel.guildId }
      toAll(channel, t, [GUILD_REACTIONS, DIRECT_REACTIONS], () => ({
        user_id: userId,
        channel_id: channel.id,
        message_id: message.id,
        emoji: { id: null, name },
        burst: false,
        type: 0,
        ...guild,
      }))
    },
    inGuild(channel: Channel, t: string, d: (botId: string) => unknown) {
      toAll(channel, t, [-1, -1], ({ bot }) => d(bot.user.id))
    },
  }
}

export type FakeGateway = ReturnType<typeof createGateway>
