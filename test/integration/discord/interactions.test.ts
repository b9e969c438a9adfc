/** Slash commands, over the gateway and over HTTP. */
import { afterEach, describe, expect, it } from 'vitest'
import { type DiscordShop, startDiscordShop } from '../../support/discord-shop.ts'

describe('slash commands', () => {
  let shop: DiscordShop
  afterEach(() => shop.stop())
  const question = (value: string) => [{ type: 3, name: 'question', value }]

  it('are offered, hold a place for the answer, and get it there', async () => {
    shop = await startDiscordShop()
    const { discord, bot, ann, channel } = shop
    await expect
      .poll(() => discord.model.commands.get(`/applications/${bot.applicationId}/commands`)?.map(({ name }) => name))
      .toEqual(['ask', 'status', 'help'])
    const asked = discord.command(bot, ann, channel, 'ask', question('When are you open?'))
    await expect.poll(() => asked.original?.content).toBe('You said: When are you open?')
    expect(asked.reply).toEqual({ type: 5 })
    expect(discord.saidIn(channel, bot)).toHaveLength(1)
    const status = discord.command(bot, ann, channel, 'status')
    await expect.poll(() => status.reply).toMatchObject({ type: 4, data: { flags: 64, content: expect.stringContaining('I am here') } })
    // Once registered they are not registered again.
    await shop.omni.panel.instances.connect({ name: 'discord' })
    expect(discord.callsOf('PUT', /commands$/)).toHaveLength(1)
    await shop.omni.panel.instances.update({ name: 'discord', settings: { discordSlashCommandsEnabled: false } })
    await expect.poll(() => discord.model.commands.get(`/applications/${bot.applicationId}/commands`)).toEqual([])
  })

  it('leave nothing that "is thinking" where nobody answers', async () => {
    shop = await startDiscordShop()
    const { discord, bot, ann, channel, omni } = shop
    await omni.panel.instances.update({ name: 'discord', isAnswering: false })
    const asked = discord.command(bot, ann, channel, 'ask', question('Is anybody there?'))
    await expect.poll(() => asked.reply).toEqual({ type: 5 })
    await expect.poll(() => asked.original).toBeNull()
    const [conversation] = (await omni.panel.conversations.list({})).items
    const { items } = await omni.panel.conversations.messages({ conversationId: conversation?.id ?? '' })
    expect(items[0]).toMatchObject({ author: 'customer', text: 'Is anybody there?' })
    expect(discord.saidIn(channel, bot)).toEqual([])
  })

  it('come over HTTP, signed, at the address of the account and of the default one', async () => {
    shop = await startDiscordShop()
    const { discord, bot, ann, direct, omni } = shop
    await omni.panel.instances.setDefault({ name: 'discord' })
    for (const path of ['/webhooks/discord/discord', '/webhooks/discord', '/webhook/discord/discord']) {
      const address = omni.url + path
      const ping = await fetch(address, discord.signed(bot, { id: '1', application_id: bot.applicationId, type: 1, token: 'x' }))
      expect([ping.status, await ping.json()]).toEqual([200, { type: 1 }])
      const { interaction, reply } = await discord.commandTo(address, bot, ann, direct, 'ask', question(path))
      expect(reply).toEqual({ type: 5 })
      await expect.poll(() => interaction.original?.content).toBe(`You said: ${path}`)
    }
    const [trace] = (await omni.panel.traces.list({})).items
    const told = JSON.stringify(await omni.panel.traces.get({ id: trace?.id ?? '' }))
    for (const { token } of discord.model.interactions.values()) expect(told).not.toContain(token)
  })

  it('that make no sense are refused, and asking for choices gets none', async () => {
    shop = await startDiscordShop()
    const { discord, bot, omni } = shop
    const sent = async (interaction: Record<string, unknown>) => {
      const call = discord.signed(bot, { id: '2', application_id: bot.applicationId, token: 'x', ...interaction })
      const answer = await fetch(`${omni.url}/webhooks/discord/discord`, call)
      return [answer.status, await answer.json()]
    }
    for (const data of [undefined, null, 'ask']) expect((await sent({ type: 2, data }))[0]).toBe(400)
    expect(await sent({ type: 4, data: { type: 1, name: 'ask' } })).toEqual([200, { type: 8, data: { choices: [] } }])
  })

  it('are refused with a byte changed, without a signature, and long after they were signed', async () => {
    shop = await startDiscordShop()
    const { discord, bot, omni, ann, direct } = shop
    const address = `${omni.url}/webhooks/discord/discord`
    const status = async (call: RequestInit) => (await fetch(address, call)).status
    const call = discord.signed(bot, { id: discord.model.newId(), application_id: bot.applicationId, type: 1, token: 'x' })
    expect(await status(call)).toBe(200)
    expect(await status({ ...call, body: call.body.replace('"x"', '"y"') })).toBe(401)
    expect(await status({ ...call, headers: { ...call.headers, 'x-signature-timestamp': '1' } })).toBe(401)
    expect(await status({ ...call, headers: { 'content-type': 'application/json' } })).toBe(401)
    expect(await status(discord.signed(discord.addBot('other'), { type: 1 }))).toBe(401)
    expect(await status(discord.signed(bot, { type: 1 }, { atMs: Date.now() - 400_000 }))).toBe(401)
    expect(await status(discord.signed(bot, { type: 1 }, { atMs: Date.now() + 400_000 }))).toBe(401)
    // The same question twice is one question.
    const { interaction } = await discord.commandTo(address, bot, ann, direct, 'ask', question('once'))
    await expect.poll(() => interaction.original?.content).toBe('You said: once')
    expect(shop.asked).toHaveLength(1)
    expect(await omni.panel.webhooks.test({ instanceName: 'discord' })).toMatchObject({ result: 'arrived' })
  })

  it('get their answer as a message where their place is gone', async () => {
    shop = await startDiscordShop()
    const { discord, bot, ann, channel } = shop
    discord.model.interactions.clear()
    const asked = discord.command(bot, ann, channel, 'ask', question('late'))
    discord.model.interactions.delete(asked.id)
    await expect.poll(() => discord.saidIn(channel, bot)).toEqual(['You said: late'])
  })

  it('are told to those who may not ask', async () => {
    shop = await startDiscordShop({ behaviour: { accessMode: 'allowlist' } })
    const { discord, bot, ann, channel } = shop
    const asked = discord.command(bot, ann, channel, 'ask', question('Hello'))
    await expect.poll(() => asked.reply).toMatchObject({ type: 4, data: { flags: 64 } })
    expect(shop.asked).toEqual([])
  })
})
