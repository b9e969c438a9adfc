/** What the fake Discord tells of its things, as JSON. */
import type { Channel, Guild, Json, Message, Model, User } from './model.ts'

const ALL_PERMISSIONS = '2251799813685247'

export function channelJson(channel: Channel, forBot?: string): Json {
  const base = { id: channel.id, type: channel.type, last_message_id: channel.messages.at(-1)?.id ?? null, flags: 0 }
  if (channel.type === 1) return { ...base, recipients: channel.recipients.filter(({ id }) => id !== forBot) }
  const inGuild = {
    ...base,
    guild_id: channel.guildId,
    name: channel.name,
    parent_id: channel.parentId,
    position: 0,
    permission_overwrites: [],
    nsfw: false,
  }
  if (channel.type !== 11) return inGuild
  return {
    ...inGuild,
    owner_id: channel.id,
    message_count: channel.messages.length,
    member_count: 2,
    thread_metadata: {
      archived: false,
      auto_archive_duration: 1440,
      archive_timestamp: new Date().toISOString(),
      locked: channel.isLocked,
    },
    ...(forBot !== undefined && channel.joined.has(forBot)
      ? { member: { id: channel.id, user_id: forBot, join_timestamp: new Date().toISOString(), flags: 0 } }
      : {}),
  }
}

export function memberJson(guild: Guild, userId: string): Json {
  return {
    nick: guild.nicks.get(userId) ?? null,
    roles: guild.memberRoles.get(userId) ?? [],
    joined_at: '2026-01-01T00:00:00.000Z',
    deaf: false,
    mute: false,
    flags: 0,
  }
}

export function guildJson(model: Model, guild: Guild, botId: string): Json {
  const channels = [...model.channels.values()].filter(({ guildId }) => guildId === guild.id)
  const bot = model.users.get(botId)
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    owner_id: guild.ownerId,
    roles: [{ id: guild.id, name: '@everyone' }, ...guild.roles].map((role) => ({
      color: 0,
      hoist: false,
      position: 0,
      managed: 'tags' in role && role.tags !== undefined,
      mentionable: true,
      permissions: ALL_PERMISSIONS,
      flags: 0,
      ...role,
    })),
    emojis: [],
    stickers: [],
    features: [],
    channels: channels.filter(({ type }) => type !== 11).map((channel) => channelJson(channel)),
    threads: channels.filter(({ type }) => type === 11).map((channel) => channelJson(channel, botId)),
    members: [{ ...memberJson(guild, botId), user: bot }],
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    member_count: 10,
    joined_at: '2026-01-01T00:00:00.000Z',
    large: false,
    unavailable: false,
    premium_tier: 0,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    preferred_locale: 'en-US',
    system_channel_flags: 0,
    system_channel_id: null,
    afk_channel_id: null,
    afk_timeout: 300,
    application_id: null,
    max_members: 500_000,
    premium_progress_bar_enabled: false,
    safety_alerts_channel_id: null,
    vanity_url_code: null,
    description: null,
    banner: null,
  }
}

const mentionedUsers = (model: Model, content: string): User[] =>
  [...new Set([...content.matchAll(/<@!?(\d+)>/g)].map(([, id = '']) => id))].flatMap((id) => model.users.get(id) ?? [])

/** `event`: as the gateway tells it, with the server and the member; REST has neither. `hidden`: without what the bot may not read. */
export function messageJson(model: Model, message: Message, options: { forBot: string; event: boolean; hidden?: boolean }): Json {
  const { channel, author, replyTo } = message
  const guild = channel.guildId === null ? undefined : model.guilds.get(channel.guildId)
  const users = mentionedUsers(model, message.content)
  if (replyTo !== null && !users.includes(replyTo.author)) users.push(replyTo.author)
  const isHidden =
    options.hidden === true && guild !== undefined && author.id !== options.forBot && !users.some(({ id }) => id === options.forBot)
  return {
    id: message.id,
    type: message.type,
    channel_id: channel.id,
    content: isHidden ? '' : message.content,
    attachments: isHidden
      ? []
      : message.attachments.map((file) => ({ ...file, url: `${file.url}?ex=${model.linkGeneration}`, proxy_url: file.url })),
    embeds: [],
    author,
    mentions: users.map((user) => ({ ...user, ...(options.event && guild ? { member: memberJson(guild, user.id) } : {}) })),
    mention_roles: [...message.content.matchAll(/<@&(\d+)>/g)].map(([, id]) => id),
    mention_everyone: false,
    pinned: false,
    tts: false,
    flags: message.flags,
    timestamp: message.timestamp,
    edited_timestamp: message.editedAt,
    components: [],
    reactions: message.reactions
      .filter(({ users: given }) => given.size > 0)
      .map(({ name, users: given }) => ({ emoji: { id: null, name }, count: given.size, me: given.has(options.forBot) })),
    ...(replyTo === null
      ? {}
      : {
          message_reference: { message_id: replyTo.id, channel_id: channel.id },
          referenced_message: messageJson(model, { ...replyTo, replyTo: null }, { ...options, event: false }),
        }),
    ...(options.event && guild ? { guild_id: guild.id, ...(author.bot ? {} : { member: memberJson(guild, author.id) }) } : {}),
    ...(message.nonce === null ? {} : { nonce: message.nonce }),
    ...message.extra,
  }
}
