/** A message of Discord as those of every channel: with its files, its sender, and whether it is said to the bot. */
import type { APIMessage, APIMessageSnapshotFields, APIUser, GatewayMessageCreateDispatchData } from 'discord.js'
import type { ChatRef, InboundMessage } from '../../port.ts'
import { channelChat, directChat } from '../address.ts'
import type { Place } from '../places.ts'
import { type File, filesOf } from './attachments.ts'
import { type Names, readableText } from './text.ts'

/** As it comes over the gateway, or by REST, where it says neither the server nor the member. */
export type DiscordMessage = APIMessage & Partial<Pick<GatewayMessageCreateDispatchData, 'guild_id' | 'member'>>

export interface Reader {
  botUserId: string
  names(message: DiscordMessage, place: Place): Names
  /** Is whoever wrote it of the account's own side? */
  isStaff(message: DiscordMessage, place: Place): boolean
}

/** What people write: a message of its own, and a reply. All others say that somebody joined, pinned or boosted. */
const WRITTEN: readonly number[] = [0, 19]

export const isFromMachine = ({ author, webhook_id: webhook }: Pick<DiscordMessage, 'author' | 'webhook_id'>): boolean =>
  author.bot === true || author.system === true || webhook !== undefined

export const isWritten = (message: DiscordMessage): boolean => WRITTEN.includes(message.type)

export const nameOf = (user: APIUser, nick: string | null | undefined): string => nick ?? user.global_name ?? user.username

/** Said to the bot: it is mentioned, by its name or by its role, or answered. */
export function addressesBot(message: DiscordMessage, place: Place, { botUserId, names }: Reader): boolean {
  const known = names(message, place)
  if (message.mentions.some(({ id }) => id === botUserId)) return true
  if (message.mention_roles.some((role) => known.isOwnRole(role))) return true
  return message.referenced_message?.author.id === botUserId
}

/** The chat of a message, by its place; `user` is the other side of a direct chat. */
export function chatOf(place: Place, user: Pick<APIUser, 'id'>, userName: string | null): ChatRef {
  if (place.guild === null) return { externalId: directChat(user.id), kind: 'direct', name: userName }
  const name = place.name === null ? null : `#${place.name}`
  const externalId = channelChat(place.channelId)
  if (place.thread === null) return { externalId, kind: 'group', name }
  return { externalId, kind: 'thread', name: place.name, within: channelChat(place.thread.parentId) }
}

export const avatarOf = ({ id, avatar }: APIUser): string | null =>
  avatar === null ? null : `https://cdn.discordapp.com/avatars/${id}/${avatar}.png?size=128`

export function senderOf(user: APIUser, name: string, place: Place): Pick<InboundMessage, 'sender' | 'forAgents'> {
  const { guild, thread, channelId } = place
  return {
    sender: { identities: [{ kind: 'discord', value: user.id }], name, avatarUrl: avatarOf(user) },
    forAgents: {
      session: guild === null ? `discord_dm_${user.id}` : `discord_${guild.id}_${user.id}`,
      user: { discord_user_id: user.id, username: user.username },
      userData: {
        name,
        ...(guild === null ? {} : { guild_id: guild.id, guild_name: guild.name }),
        channel_id: channelId,
        ...(place.name === null ? {} : { channel_name: place.name }),
        ...(thread === null ? {} : { thread_of_channel_id: thread.parentId }),
      },
    },
  }
}

/**
 * The messages that it becomes: one, and one more for each further file. Empty for what nobody wrote. The first has the
 * id of the platform's, the others that and their place.
 */
export function toInbound(message: DiscordMessage, place: Place, reader: Reader): InboundMessage[] {
  if (!isWritten(message) || isFromMachine(message)) return []
  const names = reader.names(message, place)
  const forwarded = message.message_snapshots?.[0]?.message
  const content = forwarded ?? message
  const text = textOf(message, forwarded, names)
  const files = filesOf(message, content)
  const name = nameOf(message.author, message.member?.nick)
  const isToBot = place.guild !== null && addressesBot(message, place, reader)
  // Who asks the bot something wants its answer, whoever that is.
  const isOwnSide = place.guild !== null && !isToBot && reader.isStaff(message, place)
  const { sender, forAgents } = senderOf(message.author, name, place)
  const base: InboundMessage = {
    type: 'message',
    externalId: message.id,
    chat: chatOf(place, message.author, name),
    sender: isOwnSide ? null : sender,
    author: isOwnSide ? 'phone' : 'customer',
    ...(isOwnSide ? { staffName: name } : { forAgents }),
    kind: 'text',
    text,
    media: null,
    location: null,
    sharedContacts: [],
    quote: quoteOf(message, names),
    mentionsAccount: isToBot || (place.thread?.isJoined ?? false),
    sentAt: message.timestamp,
    freshness: 'new',
    raw: message,
  }
  const [first, ...others] = files
  if (first === undefined) return [{ ...base, kind: kindWithoutFile(message) }]
  return [
    withFile(base, first, text),
    ...others.map((file, index) => withFile({ ...base, externalId: `${message.id}/${index + 1}` }, file, '')),
  ]
}

const withFile = (base: InboundMessage, { kind, media, description }: File, text: string): InboundMessage => ({
  ...base,
  kind,
  media,
  text: text === '' ? description : text,
})

function kindWithoutFile({ sticker_items: stickers, poll, content }: DiscordMessage): InboundMessage['kind'] {
  if (content !== '') return 'text'
  if (stickers !== undefined && stickers.length > 0) return 'sticker'
  return poll === undefined ? 'text' : 'poll'
}

/** Also of one that was edited. */
export function textOf(message: DiscordMessage, forwarded: APIMessageSnapshotFields | undefined, names: Names): string {
  const said = [message.content, forwarded?.content ?? ''].filter((part) => part !== '').join('\n')
  if (said !== '') return readableText(said, names)
  if (message.poll !== undefined) {
    const answers = message.poll.answers.map(({ poll_media: { text = '' } }) => `- ${text}`)
    return [message.poll.question.text ?? '', ...answers].join('\n')
  }
  return (message.sticker_items ?? []).map((sticker) => sticker.name).join(', ')
}

function quoteOf(message: DiscordMessage, names: Names): InboundMessage['quote'] {
  const quoted = message.referenced_message
  if (quoted == null || message.type !== 19) return null
  return { externalId: quoted.id, text: readableText(quoted.content, names), authorName: nameOf(quoted.author, null) }
}
