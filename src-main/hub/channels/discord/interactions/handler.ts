/**
 * Slash commands, by whichever way they come. A question is durable before it is acknowledged, and its place ("… is
 * thinking") is held for the answer; everything else is answered at once.
 */
import type { APIApplicationCommandInteraction, APIInteraction, APIUser, Client } from 'discord.js'
import { OmniError } from '../../../../../src-shared/errors.ts'
import { isObject } from '../../../runtime/json.ts'
import type { AcceptedEvent, Arrival, ChannelEvent, InboundMessage, WebhookOutcome } from '../../port.ts'
import { chatOf, nameOf, senderOf } from '../normalize/message.ts'
import type { Place } from '../places.ts'
import { timeOf } from '../snowflake.ts'
import type { PendingInteractions } from './pending.ts'
import { wordsFor } from './words.ts'

/** Kinds of interactions, and of answers to them. Discord's reference, "Receiving and responding". */
const PING = 1
const COMMAND = 2
const AUTOCOMPLETE = 4
const PONG = 1
const SAY = 4
const DEFER = 5
const CHOICES = 8
const ONLY_FOR_THEM = 1 << 6
const DIRECT: readonly number[] = [1, 3]
const THREADS: readonly number[] = [10, 11, 12]

export interface HandlerParts {
  accept(events: ChannelEvent[], arrival?: Arrival): Promise<AcceptedEvent[]>
  pending: PendingInteractions
  guildId(): string
  client(): Client | null
}

type Outcome = WebhookOutcome & { reply: Record<string, unknown> }

const say = (content: string, outcome: Pick<WebhookOutcome, 'status' | 'turnId'>): Outcome => ({
  ...outcome,
  reply: { type: SAY, data: { content, flags: ONLY_FOR_THEM } },
})

const NOTHING = { status: 'ignored', turnId: null } as const

/** What came, and what Discord is to be answered. Rejects when it could not be kept. */
export async function handleInteraction(interaction: APIInteraction, parts: HandlerParts, arrival?: Arrival): Promise<Outcome> {
  if (interaction.type === PING) return { ...NOTHING, reply: { type: PONG } }
  if (interaction.type === AUTOCOMPLETE) return { ...NOTHING, reply: { type: CHOICES, data: { choices: [] } } }
  if (interaction.type === COMMAND && !isObject(interaction.data)) throw new OmniError('bad_request', 'This is no interaction of Discord.')
  const words = wordsFor('locale' in interaction ? interaction.locale : undefined)
  if (interaction.type !== COMMAND || interaction.data.type !== 1) return say(words.howTo, NOTHING)
  const only = parts.guildId()
  if (only !== '' && interaction.guild_id !== undefined && interaction.guild_id !== only) return say(words.notHere, NOTHING)
  if (interaction.data.name === 'status') return say(words.isThere, NOTHING)
  if (interaction.data.name !== 'ask') return say(words.howTo, NOTHING)
  const question = questionOf(interaction)
  if (question.trim() === '') return say(words.empty, NOTHING)
  const user = interaction.member?.user ?? interaction.user
  if (user === undefined || user.bot === true) return say(words.notAllowed, NOTHING)
  await parts.pending.hold(interaction.id, { applicationId: interaction.application_id, token: interaction.token })
  const [accepted] = await parts.accept([messageOf(interaction, user, question, parts.client())], arrival)
  const turnId = accepted?.turnId ?? null
  if (accepted?.status === 'blocked' || accepted?.status === 'not_allowed') {
    await parts.pending.release(interaction.id)
    return say(words.notAllowed, { status: accepted.status, turnId })
  }
  return { status: 'success', turnId, reply: { type: DEFER } }
}

function questionOf({ data }: APIApplicationCommandInteraction): string {
  const [option] = 'options' in data ? (data.options ?? []) : []
  return option !== undefined && 'value' in option && typeof option.value === 'string' ? option.value : ''
}

function messageOf(interaction: APIApplicationCommandInteraction, user: APIUser, question: string, client: Client | null): InboundMessage {
  const name = nameOf(user, interaction.member?.nick)
  const place = placeOf(interaction, client)
  const { token: _, ...raw } = interaction
  return {
    type: 'message',
    externalId: interaction.id,
    chat: chatOf(place, user, name),
    ...senderOf(user, name, place),
    author: 'customer',
    kind: 'text',
    text: question,
    media: null,
    location: null,
    sharedContacts: [],
    quote: null,
    // Nobody else could be meant.
    mentionsAccount: true,
    sentAt: new Date(timeOf(interaction.id)).toISOString(),
    freshness: 'new',
    raw,
  }
}

/** By what the interaction itself says: it must be answered within three seconds. */
function placeOf({ channel, guild_id: guildId }: APIApplicationCommandInteraction, client: Client | null): Place {
  const name = 'name' in channel ? (channel.name ?? null) : null
  if (guildId === undefined || DIRECT.includes(channel.type)) return { channelId: channel.id, name: null, guild: null, thread: null }
  const known = client?.guilds.cache.get(guildId)
  const guild = { id: guildId, name: known?.name ?? '', ownerId: known?.ownerId ?? null }
  if (!THREADS.includes(channel.type)) return { channelId: channel.id, name, guild, thread: null }
  const parentId = 'parent_id' in channel ? (channel.parent_id ?? '') : ''
  return { channelId: channel.id, name, guild, thread: { parentId, parentName: null, isJoined: true } }
}
