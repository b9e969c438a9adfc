/** Slack's Web API, as far as a chat app uses it: `ok: false` with a word for what is wrong, under status 200. */
import type { SlackMessage } from './model.ts'
import { shown, shownFile, type Workspace } from './workspace.ts'

type Args = Record<string, string>
type Answer = Record<string, unknown> & { ok: boolean }

export interface MethodContext {
  workspace: Workspace
  origin: string
  /** A new address for a socket. */
  openSocket(): string
  /** Told of what the app did, so that its own events go out. */
  posted(message: SlackMessage): void
  changed(message: SlackMessage, textBefore: string): void
}

/** Which scope a method needs; those that are not here need none. */
const NEEDED: Record<string, string> = {
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'chat.delete': 'chat:write',
  'chat.startStream': 'chat:write',
  'chat.appendStream': 'chat:write',
  'chat.stopStream': 'chat:write',
  'conversations.open': 'im:write',
  'users.info': 'users:read',
  'reactions.get': 'reactions:read',
  'users.list': 'users:read',
  'reactions.add': 'reactions:write',
  'reactions.remove': 'reactions:write',
  'files.getUploadURLExternal': 'files:write',
  'files.completeUploadExternal': 'files:write',
  'files.info': 'files:read',
}
const MAX_TEXT = 40_000
/** Of an edit: much less than a new message may have. */
const MAX_EDITED_TEXT = 4000
const HISTORY_PAGE = 100

const fail = (error: string, more: object = {}): Answer => ({ ok: false, error, ...more })

export function callMethod(method: string, args: Args, token: string, context: MethodContext): Answer {
  const { workspace } = context
  if (method === 'apps.connections.open') {
    if (token === '') return fail('not_authed')
    if (!token.startsWith('xapp-')) return fail('not_allowed_token_type')
    return token === workspace.appToken ? { ok: true, url: context.openSocket() } : fail('invalid_auth')
  }
  if (token === '') return fail('not_authed')
  if (token.startsWith('xapp-')) return fail('not_allowed_token_type')
  if (workspace.botToken === null) return fail('token_revoked')
  if (token !== workspace.botToken) return fail('invalid_auth')
  const needed = NEEDED[method]
  if (needed !== undefined && !workspace.scopes.includes(needed))
    return fail('missing_scope', { needed, provided: workspace.scopes.join(',') })
  return METHODS[method]?.(args, context) ?? fail('unknown_method')
}

/** The scope that reading a conversation needs, by what it is. */
function historyScope(workspace: Workspace, id: string): string {
  const channel = workspace.channels.get(id)
  if (channel?.is_im === true) return 'im:history'
  return channel?.is_private === true ? 'groups:history' : 'channels:history'
}

function place(args: Args, { workspace }: MethodContext): { error: Answer } | { id: string } {
  const id = args['channel'] ?? ''
  // A user id opens the direct chat.
  const direct = [...workspace.channels.values()].find(({ is_im, user }) => is_im && user === id)
  const channel = workspace.channels.get(id) ?? direct
  if (channel === undefined) return { error: fail('channel_not_found') }
  if (channel.is_archived) return { error: fail('is_archived') }
  if (!channel.is_member && !channel.is_im) return { error: fail('not_in_channel') }
  return { id: channel.id }
}

function post(args: Args, context: MethodContext): Answer {
  const { workspace, origin } = context
  const to = place(args, context)
  if ('error' in to) return to.error
  const text = args['text'] ?? ''
  if (text === '' && args['blocks'] === undefined) return fail('no_text')
  if (text.length > MAX_TEXT) return fail('msg_too_long')
  const threadTs = args['thread_ts']
  if (threadTs !== undefined && workspace.lockedThreads.has(threadTs)) return fail('restricted_action_thread_locked')
  // Slack takes a thread that is not there, and posts to the channel.
  const message = workspace.post({
    channel: to.id,
    text,
    user: workspace.app.botUser,
    bot_id: workspace.app.botId,
    app_id: workspace.app.id,
    ...(threadTs === undefined || threadTs === '' ? {} : { thread_ts: threadTs }),
    ...(args['metadata'] === undefined ? {} : { metadata: JSON.parse(args['metadata']) as NonNullable<SlackMessage['metadata']> }),
  })
  context.posted(message)
  return { ok: true, channel: to.id, ts: message.ts, message: shown(message, { origin }) }
}

function update(args: Args, context: MethodContext): Answer {
  const { workspace } = context
  const to = place(args, context)
  if ('error' in to) return to.error
  const message = workspace.find(to.id, args['ts'] ?? '')
  if (message === undefined) return fail('message_not_found')
  if (message.bot_id !== workspace.app.botId) return fail('cant_update_message')
  const text = args['text'] ?? ''
  if (text === '') return fail('no_text')
  if (text.length > MAX_EDITED_TEXT) return fail('msg_too_long')
  const before = message.text
  message.text = text
  message.texts.push(text)
  message.edited = { user: workspace.app.botUser, ts: workspace.nextTs() }
  context.changed(message, before)
  return { ok: true, channel: to.id, ts: message.ts, text }
}

function history(args: Args, context: MethodContext, ofThread: string | null): Answer {
  const { workspace, origin } = context
  const id = args['channel'] ?? ''
  const channel = workspace.channels.get(id)
  if (channel === undefined) return fail('channel_not_found')
  const needed = historyScope(workspace, id)
  if (!workspace.scopes.includes(needed)) return fail('missing_scope', { needed, provided: workspace.scopes.join(',') })
  if (!channel.is_member && !channel.is_im) return fail('not_in_channel')
  const oldest = Number(args['oldest'] ?? 0)
  const latest = Number(args['latest'] ?? Number.POSITIVE_INFINITY)
  const limit = Math.min(Number(args['limit'] ?? HISTORY_PAGE), 999)
  const from = Number(args['cursor'] ?? 0)
  const all = workspace.messages.filter((message) => {
    const at = Number(message.ts)
    const isInside = args['inclusive'] === 'true' ? at >= oldest && at <= latest : at > oldest && at < latest
    if (message.channel !== id || !isInside) return false
    if (ofThread !== null) return message.ts === ofThread || message.thread_ts === ofThread
    // Replies stand in their thread only.
    return message.thread_ts === undefined || message.thread_ts === message.ts
  })
  const sorted = all.sort((a, b) => (ofThread === null ? Number(b.ts) - Number(a.ts) : Number(a.ts) - Number(b.ts)))
  const page = sorted.slice(from, from + limit)
  const withMetadata = args['include_all_metadata'] === 'true'
  const replies = (ts: string) => workspace.messages.filter((other) => other.thread_ts === ts && other.ts !== ts)
  const hasMore = sorted.length > from + limit
  return {
    ok: true,
    messages: page.map((message) => {
      const below = replies(message.ts)
      return {
        ...shown(message, { origin, withMetadata }),
        ...(below.length === 0
          ? {}
          : {
              thread_ts: message.ts,
              reply_count: below.length,
              latest_reply: below
                .map(({ ts }) => ts)
                .sort()
                .at(-1),
            }),
      }
    }),
    has_more: hasMore,
    ...(hasMore ? { response_metadata: { next_cursor: String(from + limit) } } : {}),
  }
}

function react(args: Args, context: MethodContext, isAdded: boolean): Answer {
  const { workspace } = context
  const message = workspace.find(args['channel'] ?? '', args['timestamp'] ?? '')
  if (message === undefined) return fail('message_not_found')
  const name = args['name'] ?? ''
  if (!/^[a-z0-9_+'-]+$/.test(name)) return fail('invalid_name')
  const entry = message.reactions.find((reaction) => reaction.name === name)
  const me = workspace.app.botUser
  if (isAdded && entry?.users.includes(me)) return fail('already_reacted')
  if (!isAdded && !entry?.users.includes(me)) return fail('no_reaction')
  if (isAdded && entry !== undefined) entry.users.push(me)
  else if (isAdded) message.reactions.push({ name, users: [me] })
  else message.reactions = message.reactions.filter((reaction) => reaction.name !== name)
  return { ok: true }
}

function completeUpload(args: Args, context: MethodContext): Answer {
  const { workspace, origin } = context
  const wanted = JSON.parse(args['files'] ?? '[]') as { id: string; title?: string }[]
  const files = wanted.flatMap(({ id }) => workspace.files.get(id) ?? [])
  if (files.length !== wanted.length) return fail('file_not_found')
  if (args['channel_id'] !== undefined) {
    const to = place({ channel: args['channel_id'] }, context)
    if ('error' in to) return to.error
    const message = workspace.post({
      channel: to.id,
      text: args['initial_comment'] ?? '',
      user: workspace.app.botUser,
      bot_id: workspace.app.botId,
      app_id: workspace.app.id,
      files,
      ...(args['thread_ts'] === undefined ? {} : { thread_ts: args['thread_ts'] }),
    })
    context.posted(message)
  }
  // Where it was shared is known later only, by files.info.
  return { ok: true, files: files.map((file) => shownFile(file, origin)) }
}

/** Is it of one of these kinds, which are given with commas? */
function ofKind(types: string, { is_im, is_private }: { is_im: boolean; is_private: boolean }): boolean {
  return types.split(',').includes(is_im ? 'im' : is_private ? 'private_channel' : 'public_channel')
}

const METHODS: Record<string, (args: Args, context: MethodContext) => Answer> = {
  'auth.test': (_args, { workspace }) => ({
    ok: true,
    url: `https://${workspace.team.domain}.slack.com/`,
    team: workspace.team.name,
    team_id: workspace.team.id,
    user: 'omni',
    user_id: workspace.app.botUser,
    bot_id: workspace.app.botId,
    is_enterprise_install: false,
  }),
  'bots.info': (_args, { workspace }) => ({
    ok: true,
    bot: { id: workspace.app.botId, app_id: workspace.app.id, user_id: workspace.app.botUser, name: 'Omni' },
  }),
  'chat.postMessage': post,
  'chat.update': update,
  'chat.delete': (args, context) => {
    const { messages } = context.workspace
    const at = messages.findIndex(({ channel, ts }) => channel === args['channel'] && ts === args['ts'])
    if (at < 0) return fail('message_not_found')
    messages.splice(at, 1)
    return { ok: true, channel: args['channel'], ts: args['ts'] }
  },
  'conversations.info': (args, { workspace }) => {
    const channel = workspace.channels.get(args['channel'] ?? '')
    return channel === undefined ? fail('channel_not_found') : { ok: true, channel }
  },
  'conversations.list': (args, { workspace }) => ({
    ok: true,
    channels: [...workspace.channels.values()].filter((channel) => ofKind(args['types'] ?? 'public_channel', channel)),
  }),
  'conversations.open': (args, { workspace }) => {
    const user = args['users'] ?? ''
    if (!workspace.users.has(user)) return fail('user_not_found')
    const channel = [...workspace.channels.values()].find((one) => one.is_im && one.user === user)
    return { ok: true, channel: { id: (channel ?? workspace.addDirect(workspace.nextId('D'), user)).id } }
  },
  'conversations.history': (args, context) => history(args, context, null),
  'conversations.replies': (args, context) => history(args, context, args['ts'] ?? ''),
  'users.info': (args, { workspace }) => {
    const user = workspace.users.get(args['user'] ?? '')
    if (user === undefined) return fail('user_not_found')
    return { ok: true, user: { ...user, profile: { display_name: user.name, real_name: user.real_name } } }
  },
  'users.list': (_args, { workspace }) => ({
    ok: true,
    members: [...workspace.users.values()].map((user) => ({ ...user, is_primary_owner: user.id === workspace.app.installer })),
    response_metadata: { next_cursor: '' },
  }),
  'users.conversations': (args, { workspace }) => ({
    ok: true,
    channels: [...workspace.channels.values()]
      .filter((channel) => channel.is_member && ofKind(args['types'] ?? 'public_channel', channel))
      .map((channel) => ({ ...channel, num_members: workspace.users.size })),
    response_metadata: { next_cursor: '' },
  }),
  'reactions.get': (args, { workspace, origin }) => {
    const message = workspace.find(args['channel'] ?? '', args['timestamp'] ?? '')
    return message === undefined ? fail('message_not_found') : { ok: true, type: 'message', message: shown(message, { origin }) }
  },
  'reactions.add': (args, context) => react(args, context, true),
  'reactions.remove': (args, context) => react(args, context, false),
  'files.getUploadURLExternal': (args, { workspace, origin }) => {
    const id = workspace.nextId('F')
    const name = args['filename'] ?? 'file'
    workspace.files.set(id, { id, name, mimetype: 'application/octet-stream', size: Number(args['length']), bytes: new Uint8Array() })
    return { ok: true, upload_url: `${origin}/upload/v1/${id}`, file_id: id }
  },
  'files.completeUploadExternal': completeUpload,
  'files.info': (args, { workspace, origin }) => {
    const file = workspace.files.get(args['file'] ?? '')
    if (file === undefined) return fail('file_not_found')
    const shares = workspace.messages.filter(({ files }) => files?.includes(file))
    const places = Object.fromEntries(shares.map(({ channel, ts }) => [channel, [{ ts }]]))
    return { ok: true, file: { ...shownFile(file, origin), shares: { public: places, private: {} } } }
  },
  'apps.manifest.validate': () => ({ ok: true }),
}
