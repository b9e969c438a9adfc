/** A hub with one bot on the fake Discord, in a server with a channel, and an agent that says what it was told. */
import { completed } from '../../src-main/hub/agents/completed.ts'
import type { AgentRequest } from '../../src-main/hub/agents/port.ts'
import { type AgentRegistry, registryOf } from '../../src-main/hub/agents/registry.ts'
import type { Behaviour } from '../../src-shared/contract/instances.ts'
import { type FakeDiscord, startDiscordServer } from './discord-server.ts'
import { startTestHub, type TestHub } from './hub.ts'
import { playedAgent } from './played-agent.ts'

type Bot = ReturnType<FakeDiscord['addBot']>
type Channel = ReturnType<FakeDiscord['addChannel']>
type User = ReturnType<FakeDiscord['addUser']>

export interface DiscordShop {
  discord: FakeDiscord
  omni: TestHub
  bot: Bot
  owner: User
  ann: User
  guild: ReturnType<FakeDiscord['addGuild']>
  channel: Channel
  /** The direct chat of Ann and the bot. */
  direct: Channel
  /** What the agent was told. */
  asked: AgentRequest[]
  /** Mentions the bot. */
  at: (text: string) => string
  connection: () => Promise<{ state: string; message: string | null }>
  connected: () => Promise<void>
  addAccount: (name: string, token: string, more?: Partial<AccountInput>) => Promise<void>
  stop: () => Promise<void>
}

interface AccountInput {
  settings: Record<string, unknown>
  behaviour: Partial<Behaviour>
}

export interface DiscordShopOptions extends Partial<AccountInput> {
  agents?: AgentRegistry
  /** Before the account is added. */
  prepare?: (shop: Pick<DiscordShop, 'discord' | 'bot' | 'guild' | 'channel' | 'ann'>) => void
  answer?: (request: AgentRequest) => string
  isConnecting?: boolean
}

const QUICK: Partial<Behaviour> = { gatherWindowMs: 0, splitPauseMinMs: 0, splitPauseMaxMs: 0 }

export async function startDiscordShop(options: DiscordShopOptions = {}): Promise<DiscordShop> {
  const discord = await startDiscordServer()
  process.env['OMNI_DISCORD_API_URL'] = discord.url
  const asked: AgentRequest[] = []
  const echo = playedAgent('Sofia', async function* (request) {
    asked.push(request)
    yield completed({ text: options.answer?.(request) ?? `You said: ${request.text}` })
  })
  const omni = await startTestHub({ agents: options.agents ?? registryOf([echo]) })
  const owner = discord.addUser('olga')
  const bot = discord.addBot('shop', { ownerId: owner.id })
  const ann = discord.addUser('ann', { global_name: 'Ann' })
  const guild = discord.addGuild('Bakery', { bots: [bot] })
  const channel = discord.addChannel(guild, 'general')
  options.prepare?.({ discord, bot, guild, channel, ann })

  async function addAccount(name: string, token: string, more: Partial<AccountInput> = {}): Promise<void> {
    await omni.panel.instances.create({
      name,
      channel: 'discord',
      isAnswering: true,
      settings: more.settings ?? {},
      secrets: { discordBotToken: token },
      behaviour: { ...QUICK, ...more.behaviour },
    })
  }
  await addAccount('discord', bot.token, options)
  const connection = async () => (await omni.panel.instances.get({ name: 'discord' })).connection
  const connected = async () => {
    for (let tries = 0; tries < 1500; tries += 1) {
      if ((await connection()).state === 'connected') return
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    throw new Error(`not connected: ${JSON.stringify(await connection())}`)
  }
  if (options.isConnecting !== false) {
    await omni.panel.instances.connect({ name: 'discord' })
    await connected()
  }
  return {
    discord,
    omni,
    bot,
    owner,
    ann,
    guild,
    channel,
    direct: discord.directChannel(bot, ann),
    asked,
    at: (text) => `<@${bot.user.id}> ${text}`,
    connection,
    connected,
    addAccount,
    async stop() {
      await omni.stop()
      await discord.stop()
      delete process.env['OMNI_DISCORD_API_URL']
    },
  }
}
