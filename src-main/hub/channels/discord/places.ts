/** Where something on Discord happened: the channel or thread, what it is called, and in which server. */
import type { APIChannel, Client, REST } from 'discord.js'
import { BoundedMap } from '../../runtime/bounded-map.ts'
import { routes } from './routes.ts'

export interface Place {
  channelId: string
  name: string | null
  /** Null in a direct chat. */
  guild: { id: string; name: string; ownerId: string | null } | null
  thread: { parentId: string; parentName: string | null; isJoined: boolean } | null
}

/** Types of channels. Discord's reference, "Channel types". */
const DIRECT = new Set([1, 3])
const THREADS = new Set([10, 11, 12])

/** Of channels that the gateway has not told of. */
const REMEMBERED = 500

export class Places {
  readonly #rest: REST
  readonly #asked = new BoundedMap<string, APIChannel>(REMEMBERED)

  constructor(rest: REST) {
    this.#rest = rest
  }

  /** Rejects as a call of Discord does. `guildId` as the event says. */
  async of(channelId: string, guildId: string | undefined, client: Client | null): Promise<Place> {
    const known = client?.channels.cache.get(channelId)
    if (known !== undefined && !known.isDMBased()) {
      const guild = { id: known.guild.id, name: known.guild.name, ownerId: known.guild.ownerId }
      if (!known.isThread()) return { channelId, name: known.name, guild, thread: null }
      const thread = { parentId: known.parentId ?? '', parentName: known.parent?.name ?? null, isJoined: known.joined }
      return { channelId, name: known.name, guild, thread }
    }
    if (guildId === undefined) return { channelId, name: null, guild: null, thread: null }
    return this.#ask(channelId, guildId, client)
  }

  forget(channelId: string): void {
    this.#asked.delete(channelId)
  }

  async #ask(channelId: string, guildId: string, client: Client | null): Promise<Place> {
    const channel = this.#asked.get(channelId) ?? ((await this.#rest.get(routes.channel(channelId))) as APIChannel)
    this.#asked.set(channelId, channel)
    if (DIRECT.has(channel.type)) return { channelId, name: null, guild: null, thread: null }
    const cached = client?.guilds.cache.get(guildId)
    const guild = { id: guildId, name: cached?.name ?? '', ownerId: cached?.ownerId ?? null }
    const name = channel.name ?? null
    if (!THREADS.has(channel.type) || !('parent_id' in channel)) return { channelId, name, guild, thread: null }
    const parentId = channel.parent_id ?? ''
    const parent = client?.channels.cache.get(parentId)
    const parentName = parent !== undefined && !parent.isDMBased() ? parent.name : null
    const isJoined = 'member' in channel && channel.member !== undefined
    return { channelId, name, guild, thread: { parentId, parentName, isJoined } }
  }
}
