/** Bots on one fake Discord. */
import { type FakeDiscord, startDiscordServer } from '../../support/discord-server.ts'
import type { Fleet } from './fleet.ts'

type Channel = ReturnType<FakeDiscord['addChannel']>
type User = ReturnType<FakeDiscord['addUser']>

export interface DiscordFleet extends Fleet {
  discord: FakeDiscord
  bots: ReturnType<FakeDiscord['addBot']>[]
  /** Each bot's own server. */
  guilds: ReturnType<FakeDiscord['addGuild']>[]
}

export async function startDiscordFleet(count: number): Promise<DiscordFleet> {
  const discord = await startDiscordServer()
  const bots = Array.from({ length: count }, (_, n) => discord.addBot(`bot-${n}`))
  const guilds = bots.map((bot) => discord.addGuild(`Shop of ${bot.user.username}`, { bots: [bot] }))
  for (const guild of guilds) discord.addChannel(guild, 'general')
  const names = bots.map((_, n) => `discord-${n}`)
  const chats = new Map<string, { channel: Channel; user: User }>()

  /** Made here, since the fake looks through all channels for the one of two people. */
  function chatOf(account: number, person: number): { channel: Channel; user: User } {
    const key = `${account}:${person}`
    const known = chats.get(key)
    if (known !== undefined) return known
    const user = discord.addUser(`person-${account}-${person}`)
    const bot = bots[account]
    const chat = { user, channel: discord.model.addChannel({ type: 1, recipients: bot === undefined ? [user] : [bot.user, user] }) }
    chats.set(key, chat)
    return chat
  }

  return {
    discord,
    bots,
    guilds,
    channel: 'discord',
    names,
    env: { OMNI_DISCORD_API_URL: discord.url },
    account: (name) => ({ name, channel: 'discord', secrets: { discordBotToken: bots[names.indexOf(name)]?.token ?? '' } }),
    say(account, person, text) {
      const { channel, user } = chatOf(account, person)
      discord.say(channel, user, text)
    },
    cut: () => discord.gateway.drop(),
    silence: () => discord.gateway.freeze(),
    speakAgain() {},
    answers: () =>
      [...discord.model.channels.values()].flatMap(({ messages }) =>
        messages.filter(({ author }) => author.bot === true).map(({ content }) => content),
      ),
    forget() {
      chats.clear()
      discord.model.calls.length = 0
      for (const session of discord.model.sessions.values()) session.events.length = 0
      for (const channel of discord.model.channels.values()) if (channel.type === 1) discord.model.channels.delete(channel.id)
    },
    entries: () => discord.gateway.entries.map(({ botId, way, atMs }) => ({ account: botId, isFresh: way === 'identified', atMs })),
    refused: () => discord.rateLimited,
    stop: () => discord.stop(),
  }
}
