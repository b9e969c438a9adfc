/** What ids in a text are called: people as the message itself names them, roles and channels as their server does. */
import type { Client, GatewayMessageCreateDispatchData } from 'discord.js'
import { type DiscordMessage, nameOf } from './normalize/message.ts'
import type { Names } from './normalize/text.ts'
import type { Place } from './places.ts'

type Mentioned = GatewayMessageCreateDispatchData['mentions'][number]

export function namesIn(client: Client | null, botUserId: string, message: DiscordMessage, { guild }: Place): Names {
  const roles = guild === null ? undefined : client?.guilds.cache.get(guild.id)?.roles.cache
  const people = message.mentions as (Mentioned | DiscordMessage['mentions'][number])[]
  return {
    isOwnUser: (id) => id === botUserId,
    // Discord makes a role for each bot that is let in. People often call that instead of the bot.
    isOwnRole: (id) => roles?.get(id)?.tags?.botId === botUserId,
    user(id) {
      const person = people.find((one) => one.id === id)
      if (person === undefined) return null
      return nameOf(person, 'member' in person ? person.member?.nick : null)
    },
    role: (id) => roles?.get(id)?.name ?? null,
    channel(id) {
      const channel = client?.channels.cache.get(id)
      return channel === undefined || channel.isDMBased()
        ? (message.mention_channels?.find((one) => one.id === id)?.name ?? null)
        : channel.name
    },
  }
}
