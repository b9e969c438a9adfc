/** A workspace with its people, channels and messages, and the one app that is installed in it. */
import type { SlackChannel, SlackFile, SlackMessage, SlackUser } from './model.ts'

export const BOT_SCOPES = [
  'app_mentions:read',
  'channels:history',
  'channels:read',
  'chat:write',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'mpim:history',
  'reactions:read',
  'reactions:write',
  'users:read',
]

export class Workspace {
  readonly team = { id: 'T0BAKERY', name: 'Padaria Sol', domain: 'padaria-sol' }
  readonly app = { id: 'A0OMNI', botId: 'B0OMNI', botUser: 'U0OMNI', installer: 'U0OWNER' }
  /** Set to null: revoked. */
  botToken: string | null = 'xoxb-1-test'
  appToken: string | null = 'xapp-1-test'
  readonly signingSecret = 'signing-secret-of-the-test'
  scopes = [...BOT_SCOPES]
  readonly users = new Map<string, SlackUser>()
  readonly channels = new Map<string, SlackChannel>()
  readonly messages: SlackMessage[] = []
  readonly files = new Map<string, SlackFile>()
  /** By their first message. */
  readonly lockedThreads = new Set<string>()
  #lastTs = 0
  #ids = 0

  constructor() {
    this.addUser(this.app.botUser, 'omni', 'Omni', true)
    this.addUser(this.app.installer, 'maria', 'Maria Souza')
    this.addUser('U0ANN', 'ann', 'Ann Lee')
    this.addChannel({ id: 'C0SHOP', name: 'shop' })
    this.addDirect('D0ANN', 'U0ANN')
  }

  addUser(id: string, name: string, realName: string, isBot = false): SlackUser {
    const user = { id, name, real_name: realName, is_bot: isBot }
    this.users.set(id, user)
    return user
  }

  addChannel(channel: Partial<SlackChannel> & { id: string; name: string }): SlackChannel {
    const whole = { is_im: false, is_private: false, is_archived: false, is_member: true, ...channel }
    this.channels.set(whole.id, whole)
    return whole
  }

  addDirect(id: string, user: string): SlackChannel {
    return this.addChannel({ id, name: user, is_im: true, user })
  }

  /** Seconds since 1970 with six digits behind the point, never the same twice. */
  nextTs(nowMs = Date.now()): string {
    this.#lastTs = Math.max(this.#lastTs + 1, nowMs * 1000)
    return `${Math.floor(this.#lastTs / 1_000_000)}.${String(this.#lastTs % 1_000_000).padStart(6, '0')}`
  }

  nextId(prefix: string): string {
    this.#ids += 1
    return `${prefix}${String(this.#ids).padStart(8, '0')}`
  }

  post(message: Omit<SlackMessage, 'type' | 'ts' | 'texts' | 'reactions'> & { ts?: string }): SlackMessage {
    const whole: SlackMessage = { type: 'message', ...message, ts: message.ts ?? this.nextTs(), texts: [message.text], reactions: [] }
    this.messages.push(whole)
    return whole
  }

  find(channel: string, ts: string): SlackMessage | undefined {
    return this.messages.find((message) => message.channel === channel && message.ts === ts)
  }
}

/** A message as Slack's API and events show it. */
export function shown(message: SlackMessage, { origin, withMetadata = false }: { origin: string; withMetadata?: boolean }) {
  const { texts: _, reactions, files, metadata, channel: __, ...rest } = message
  return {
    ...rest,
    ...(files === undefined ? {} : { files: files.map((file) => shownFile(file, origin)) }),
    ...(reactions.length === 0 ? {} : { reactions: reactions.map(({ name, users }) => ({ name, users, count: users.length })) }),
    ...(withMetadata && metadata !== undefined ? { metadata } : {}),
  }
}

export function shownFile({ id, name, mimetype, size }: SlackFile, origin: string) {
  const address = `${origin}/files-pri/T0BAKERY-${id}/${encodeURIComponent(name)}`
  return {
    id,
    name,
    title: name,
    mimetype,
    filetype: name.split('.').at(-1),
    size,
    mode: 'hosted',
    url_private: address,
    url_private_download: address,
  }
}
