/** Who is of the account's own side: those who are named, else whoever installed the bot, and owners of servers. */
import type { APIApplication } from 'discord.js'
import type { DiscordMessage } from './normalize/message.ts'
import type { Place } from './places.ts'

/** The owner of an application; of one that a team has, the team's owner. */
export function installerOf({ owner, team }: Pick<APIApplication, 'owner' | 'team'>): string | null {
  return team?.owner_user_id ?? owner?.id ?? null
}

/** `named`: ids of users and roles. */
export function isStaff({ author, member }: DiscordMessage, { guild }: Place, named: readonly string[], installer: string | null): boolean {
  if (named.length === 0) return author.id === installer || author.id === guild?.ownerId
  return named.includes(author.id) || (member?.roles ?? []).some((role) => named.includes(role))
}
