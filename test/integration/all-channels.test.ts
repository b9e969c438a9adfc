/** Every channel in one hub: what goes wrong with one of them delays nobody on another. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { startDiscordServer } from '../support/discord-server.ts'
import { startEvolutionServer } from '../support/evolution-server.ts'
import { startTestHub, type TestHub } from '../support/hub.ts'
import { startSlackServer } from '../support/slack-server.ts'
import { createSlackShop, useSlack } from '../support/slack-shop.ts'
import { linkInstance, SHOP, whenConnection } from '../support/whatsapp-server/linked-shop.ts'
import { startWhatsAppServer } from '../support/whatsapp-server.ts'

type Name = 'whatsapp' | 'evolution' | 'discord' | 'slack'
interface Platform {
  /** Person number `n` writes for the first time. */
  write(n: number): unknown
  /** How many messages of the shop have reached that person. */
  got(n: number): number
}

const behaviour = { gatherWindowMs: 0, splitPauseMinMs: 0, splitPauseMaxMs: 0 }
let omni: TestHub
let servers: { stop(): Promise<void> }[]
let platforms: Record<Name, Platform>
/** Breaks it, and mends it again. */
let breaks: [name: Name, how: string, break_: () => unknown, mend: () => unknown][]
let people = 0

beforeAll(async () => {
  const [whatsapp, evolution, discord, slack] = await Promise.all([
    startWhatsAppServer(),
    startEvolutionServer({ acknowledgesSends: true }),
    startDiscordServer(),
    startSlackServer({ times: { ackMs: 1000, retriesMs: [0, 200, 400] } }),
  ])
  servers = [whatsapp, evolution, discord, slack]
  vi.stubEnv('OMNI_WHATSAPP_WS_URL', whatsapp.url)
  vi.stubEnv('OMNI_DISCORD_API_URL', discord.url)
  useSlack(slack)
  for (const method of Object.keys(slack.tiers)) slack.tiers[method] = 10_000
  omni = await startTestHub()
  const { instances } = omni.panel
  await linkInstance(omni.panel, whatsapp, { name: 'phone' })
  await instances.create({
    name: 'server',
    channel: 'whatsapp',
    provider: 'evolution',
    isAnswering: true,
    settings: { url: evolution.url },
    secrets: { apiKey: evolution.apiKey },
    house: { simpleGreeting: true },
    behaviour,
  })
  await instances.connect({ name: 'server' })
  evolution.scan('server', '15550009999')
  await whenConnection(omni.panel, 'server', ({ state }) => state === 'connected')
  const bot = discord.addBot('shop', { ownerId: discord.addUser('olga').id })
  discord.addGuild('Bakery', { bots: [bot] })
  await instances.create({
    name: 'discord',
    channel: 'discord',
    isAnswering: true,
    settings: {},
    secrets: { discordBotToken: bot.token },
    house: { simpleGreeting: true },
    behaviour,
  })
  await instances.connect({ name: 'discord' })
  await whenConnection(omni.panel, 'discord', ({ state }) => state === 'connected')
  await createSlackShop(omni.panel)
  await instances.connect({ name: 'slack' })
  await whenConnection(omni.panel, 'slack', ({ state }) => state === 'connected')

  const phone = (n: number) => `1555${String(2_000_000 + n)}`
  const chats = new Map<number, ReturnType<typeof discord.directChannel>>()
  platforms = {
    whatsapp: {
      write: (n) => whatsapp.deliver({ to: SHOP.phone, from: phone(n), text: 'Hello' }),
      got: (n) => whatsapp.received.filter(({ to }) => to.includes(phone(n))).length,
    },
    evolution: {
      write: (n) => evolution.deliverInbound('server', { from: phone(n), text: 'Hello' }),
      got: (n) => evolution.sent.filter((sent) => JSON.stringify(sent).includes(phone(n))).length,
    },
    discord: {
      write(n) {
        const user = discord.addUser(`p${n}`)
        const chat = discord.directChannel(bot, user)
        chats.set(n, chat)
        discord.say(chat, user, 'Hello')
      },
      got: (n) => discord.saidIn(chats.get(n) as never, bot).length,
    },
    slack: {
      write(n) {
        slack.workspace.addUser(`U0P${n}`, `p${n}`, `Person ${n}`)
        slack.workspace.addDirect(`D0P${n}`, `U0P${n}`)
        slack.write(`D0P${n}`, `U0P${n}`, 'Hello')
      },
      got: (n) => slack.workspace.messages.filter(({ channel, bot_id }) => channel === `D0P${n}` && bot_id !== undefined).length,
    },
  }
  let release = (): void => undefined
  const hang = (): void => {
    slack.hold = new Promise((resolve) => {
      release = resolve
    })
  }
  const goOn = (): void => {
    slack.hold = null
    release()
  }
  breaks = [
    ['slack', 'hangs', hang, goOn],
    [
      'slack',
      'wants to be left alone for ten minutes',
      () => (slack.tiers['chat.postMessage'] = 0),
      () => (slack.tiers['chat.postMessage'] = 10_000),
    ],
    ['evolution', 'hangs', () => evolution.failNext('sendText', { kind: 'hang' }, 3), () => undefined],
    ['evolution', 'is gone', () => evolution.goAway(), () => evolution.comeBack()],
    ['discord', 'wants to be left alone for ten minutes', () => (discord.rest.refuse.nextMs = 600_000), () => undefined],
    ['whatsapp', 'is gone', () => whatsapp.goDown(), () => whatsapp.comeUp()],
    ['slack', 'takes its token away', () => (slack.workspace.botToken = null), () => undefined],
  ]
  slack.slowDownSeconds = 600
}, 60_000)
afterAll(async () => {
  await omni.stop()
  for (const server of servers) await server.stop()
  vi.unstubAllEnvs()
})

it('answers on every other channel while one hangs, is gone, asks to wait for long, or refuses its token', async () => {
  const names = Object.keys(platforms) as Name[]
  for (const [broken, how, break_, mend] of breaks) {
    await break_()
    const numbers = Array.from({ length: 3 }, () => (people += 1))
    const others = names.filter((name) => name !== broken)
    // The broken one is under load first.
    if (how !== 'is gone') for (const n of numbers) await platforms[broken].write(n)
    for (const n of numbers) for (const name of others) await platforms[name].write(n)
    const missing = () => others.flatMap((name) => numbers.filter((n) => platforms[name].got(n) === 0).map((n) => `${name} ${n}`))
    await expect.poll(missing, { timeout: 30_000, message: `${broken} ${how}` }).toEqual([])
    for (const name of others) for (const n of numbers) expect(`${name} ${platforms[name].got(n)}`).toBe(`${name} 1`)
    await mend()
  }
}, 240_000)
