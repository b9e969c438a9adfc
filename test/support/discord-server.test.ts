/** The fake Discord, by the library's own REST client. */
import { REST, Routes } from 'discord.js'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type FakeDiscord, startDiscordServer } from './discord-server.ts'

let discord: FakeDiscord
beforeEach(async () => {
  discord = await startDiscordServer()
})
afterEach(() => discord.stop())

it('knows an enforced nonce for two minutes, and then takes the same message once more', async () => {
  const bot = discord.addBot('shop')
  const channel = discord.directChannel(bot, discord.addUser('ann'))
  const rest = new REST({ api: discord.url, retries: 0 }).setToken(bot.token)
  const send = async (): Promise<string> => {
    const body = { content: 'Open until six', nonce: 'delivery-1', enforce_nonce: true }
    const { id } = (await rest.post(Routes.channelMessages(channel.id), { body })) as { id: string }
    return id
  }
  const first = await send()
  discord.model.advance(119_000)
  expect(await send()).toBe(first)
  discord.model.advance(2000)
  const second = await send()
  expect(second).not.toBe(first)
  expect(channel.messages.map(({ id }) => id)).toEqual([first, second])
})

it('remembers only the nonces of the last two minutes', async () => {
  const bot = discord.addBot('shop')
  const channel = discord.directChannel(bot, discord.addUser('ann'))
  const rest = new REST({ api: discord.url, retries: 0 }).setToken(bot.token)
  for (const nonce of ['one', 'two', 'three']) {
    await rest.post(Routes.channelMessages(channel.id), { body: { content: nonce, nonce, enforce_nonce: true } })
    discord.model.advance(90_000)
  }
  expect([...discord.model.nonces.keys()].map((key) => key.split(':').at(-1))).toEqual(['two', 'three'])
})
