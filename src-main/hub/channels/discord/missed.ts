/**
 * What was written while the line was down and is not told again: read channel by channel, since the last message that
 * is known of each. Servers say which message of a channel is the newest, so that only channels with news are asked.
 */
import type { Client, REST } from 'discord.js'
import type { Seen } from '../catch-up/seen-book.ts'
import type { DiscordMessage } from './normalize/message.ts'
import { routes } from './routes.ts'
import { compareIds, idAt, isLater } from './snowflake.ts'

const PAGE = 100
/** Of one channel; more than a thousand messages of a night are nobody's customers. */
const MAX_PAGES = 10
/** Direct chats say nothing of themselves: those of the last weeks are asked, the newest first. */
const MAX_DIRECT = 200
const DIRECT_AGE_MS = 30 * 24 * 60 * 60 * 1000

export interface Gap {
  channelId: string
  guildId: string | undefined
  /** Of a direct chat. */
  userId: string | null
  after: string
}

interface Known {
  seen: ReadonlyMap<string, Seen>
  /** Direct chats that have just begun, each with the id of its person. */
  newChats: ReadonlyMap<string, string>
  /** Milliseconds since 1970; null: never before, so that nothing was missed. */
  lastOnlineMs: number | null
  nowMs: number
}

/** The channels in which something may have been missed. */
export function gapsOf(client: Client, { seen, newChats, lastOnlineMs, nowMs }: Known, guildId: string): Gap[] {
  if (lastOnlineMs === null) return []
  const since = idAt(lastOnlineMs)
  const gaps: Gap[] = []
  for (const channel of client.channels.cache.values()) {
    if (channel.isDMBased() || !('lastMessageId' in channel)) continue
    if (guildId !== '' && channel.guild.id !== guildId) continue
    const known = seen.get(channel.id)
    const after = known?.messageId ?? since
    const newest = channel.lastMessageId
    if (newest === null ? known !== undefined : isLater(newest, after))
      gaps.push({ channelId: channel.id, guildId: channel.guild.id, userId: null, after })
  }
  for (const [channelId, userId] of newChats) if (!seen.has(channelId)) gaps.push({ channelId, guildId: undefined, userId, after: since })
  const direct = [...seen]
    .filter(([, { userId, messageId }]) => userId !== null && isLater(messageId, idAt(nowMs - DIRECT_AGE_MS)))
    .sort(([, a], [, b]) => compareIds(b.messageId, a.messageId))
    .slice(0, MAX_DIRECT)
  for (const [channelId, { userId, messageId }] of direct) gaps.push({ channelId, guildId: undefined, userId, after: messageId })
  return gaps
}

/** The messages of a gap, oldest first, page by page. Rejects as a call of Discord does. */
export async function* readGap(rest: REST, gap: Gap, signal: AbortSignal): AsyncGenerator<DiscordMessage[]> {
  let { after } = gap
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const query = new URLSearchParams({ after, limit: String(PAGE) })
    const messages = (await rest.get(routes.messages(gap.channelId), { query, signal })) as DiscordMessage[]
    messages.sort((a, b) => compareIds(a.id, b.id))
    const newest = messages.at(-1)
    if (newest === undefined) return
    yield messages
    if (messages.length < PAGE || !isLater(newest.id, after)) return
    after = newest.id
  }
}
