/** What a fake Discord holds. Shapes are those of Discord's API v10, as far as a bot looks at them. */
import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'

const EPOCH_MS = 1_420_070_400_000

export type Json = Record<string, unknown>

export interface User {
  id: string
  username: string
  global_name: string | null
  discriminator: string
  avatar: string | null
  bot?: boolean
}

export interface BotAccount {
  token: string
  user: User
  applicationId: string
  ownerId: string
  /** The switch "Message Content Intent". */
  mayReadContent: boolean
  keys: { publicKey: KeyObject; privateKey: KeyObject }
}

export interface Role {
  id: string
  name: string
  tags?: { bot_id: string }
}

export interface Guild {
  id: string
  name: string
  ownerId: string
  roles: Role[]
  /** Ids of the bots in it. */
  bots: Set<string>
  nicks: Map<string, string>
  memberRoles: Map<string, string[]>
}

export interface Channel {
  id: string
  type: number
  name: string | null
  guildId: string | null
  parentId: string | null
  /** Of a direct chat: the bot and the person. */
  recipients: User[]
  /** Of a thread: the bots that have joined. */
  joined: Set<string>
  isLocked: boolean
  /** Who may not write: nobody of the bots. */
  isForbidden: boolean
  messages: Message[]
}

export interface Attachment extends Json {
  id: string
  filename: string
  size: number
  url: string
}

export interface Message {
  id: string
  channel: Channel
  author: User
  type: number
  content: string
  attachments: Attachment[]
  replyTo: Message | null
  timestamp: string
  editedAt: string | null
  reactions: { name: string; users: Set<string> }[]
  flags: number
  nonce: string | null
  extra: Json
}

export interface Session {
  id: string
  bot: BotAccount
  intents: number
  seq: number
  events: { op: 0; t: string; s: number; d: unknown }[]
  send: ((frame: unknown) => void) | null
}

export interface Interaction {
  id: string
  token: string
  applicationId: string
  channel: Channel
  user: User
  /** What the bot answered first: `{type, data}`. */
  reply: Json | null
  original: Message | null
}

/** What was asked of the server, in its order. */
export interface Call {
  method: string
  path: string
  status: number
  body: Json | null
  at: number
}

export function createModel() {
  let skewMs = 0
  let last = 0n
  const now = () => Date.now() + skewMs
  const model = {
    now,
    /** Moves the server's clock. */
    advance(ms: number) {
      skewMs += ms
    },
    newId(): string {
      const id = BigInt(now() - EPOCH_MS) << 22n
      last = id > last ? id : last + 1n
      return String(last)
    },
    bots: new Map<string, BotAccount>(),
    users: new Map<string, User>(),
    guilds: new Map<string, Guild>(),
    channels: new Map<string, Channel>(),
    sessions: new Map<string, Session>(),
    interactions: new Map<string, Interaction>(),
    nonces: new Map<string, { message: Message; at: number }>(),
    files: new Map<string, { bytes: Uint8Array; type: string; generation: number }>(),
    commands: new Map<string, Json[]>(),
    calls: [] as Call[],
    /** Milliseconds for which Discord remembers a nonce. */
    nonceMs: 120_000,
    refusesResume: false,
    heartbeatMs: 41_250,
    linkGeneration: 1,
    origin: '',
    addUser(username: string, options: Partial<User> = {}): User {
      const user: User = { id: model.newId(), username, global_name: null, discriminator: '0', avatar: null, ...options }
      model.users.set(user.id, user)
      return user
    },
    addBot(username: string, options: { token?: string; ownerId?: string; mayReadContent?: boolean } = {}): BotAccount {
      const user = model.addUser(username, { bot: true })
      const token = options.token ?? `${Buffer.from(user.id).toString('base64url')}.Gfake0.${randomBytes(20).toString('base64url')}`
      const bot: BotAccount = {
        token,
        user,
        applicationId: user.id,
        ownerId: options.ownerId ?? model.addUser('owner').id,
        mayReadContent: options.mayReadContent ?? true,
        keys: generateKeyPairSync('ed25519'),
      }
      model.bots.set(token, bot)
      return bot
    },
    addChannel(options: Partial<Channel> & { type: number }): Channel {
      const channel: Channel = {
        id: model.newId(),
        name: null,
        guildId: null,
        parentId: null,
        recipients: [],
        joined: new Set(),
        isLocked: false,
        isForbidden: false,
        messages: [],
        ...options,
      }
      model.channels.set(channel.id, channel)
      return channel
    },
    directChannel(bot: BotAccount, user: User): Channel {
      for (const channel of model.channels.values())
        if (channel.type === 1 && [bot.user.id, user.id].every((id) => channel.recipients.some((one) => one.id === id))) return channel
      return model.addChannel({ type: 1, recipients: [bot.user, user] })
    },
  }
  return model
}

export type Model = ReturnType<typeof createModel>

export const verifyKeyOf = ({ keys }: BotAccount): string =>
  keys.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex')
