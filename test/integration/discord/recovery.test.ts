/** What happens to the line of a bot, and to what is written meanwhile. */
import { afterEach, describe, expect, it } from 'vitest'
import { type DiscordShop, type DiscordShopOptions, startDiscordShop } from '../../support/discord-shop.ts'
import { TEST_KEY } from '../../support/hub.ts'

describe('a bot whose line breaks', () => {
  let shop: DiscordShop
  const start = async (options: DiscordShopOptions = {}) => {
    shop = await startDiscordShop(options)
  }
  afterEach(() => shop.stop())
  const said = (channel = shop.channel) => shop.discord.saidIn(channel, shop.bot)
  const answered = (count: number, channel = shop.channel) => expect.poll(() => said(channel).length, { timeout: 20_000 }).toBe(count)

  it('resumes, and loses and doubles nothing', async () => {
    await start()
    const { discord, ann, direct } = shop
    discord.say(direct, ann, 'before')
    await answered(1, direct)
    discord.gateway.drop()
    discord.say(direct, ann, 'meanwhile')
    await answered(2, direct)
    expect(discord.gateway.counts).toMatchObject({ resumed: 1, identified: 1 })
    discord.say(direct, ann, 'after')
    await answered(3, direct)
    expect(said(direct)).toEqual(['You said: before', 'You said: meanwhile', 'You said: after'])
  })

  it('reads what it missed where the resume is refused, in every channel, and once', async () => {
    await start()
    const { discord, ann, direct, channel, at } = shop
    const bea = discord.addUser('bea')
    const other = discord.directChannel(shop.bot, bea)
    for (const [place, who] of [
      [direct, ann],
      [other, bea],
    ] as const)
      discord.say(place, who, 'first')
    discord.say(channel, ann, at('first'))
    for (const place of [direct, other, channel]) await answered(1, place)
    discord.model.refusesResume = true
    discord.gateway.drop()
    discord.say(direct, ann, 'missed one')
    discord.say(direct, ann, 'missed two')
    discord.say(channel, ann, 'not for the bot')
    discord.say(channel, ann, at('missed three'))
    discord.say(other, bea, 'missed four')
    discord.gateway.forgetSessions()
    await answered(3, direct)
    await answered(2, channel)
    await answered(2, other)
    discord.say(direct, ann, 'new')
    await answered(4, direct)
    expect(said(direct)).toEqual(['first', 'missed one', 'missed two', 'new'].map((text) => `You said: ${text}`))
    expect(said(channel)).toEqual(['You said: first', 'You said: missed three'])
    expect(said(other)).toEqual(['You said: first', 'You said: missed four'])
  })

  it('reads what somebody wrote whose first message came while the last gap was still being read', async () => {
    await start()
    const { discord, ann, channel, direct } = shop
    discord.say(channel, ann, shop.at('first'))
    await answered(1)
    // A channel that Discord does not let it read yet keeps what was missed open.
    const reads = () => discord.callsOf('GET', /messages$/).length
    discord.behaviour.brokenReads = true
    discord.model.refusesResume = true
    discord.gateway.drop()
    discord.say(channel, ann, shop.at('missed'))
    discord.gateway.forgetSessions()
    await expect.poll(reads, { timeout: 20_000 }).toBeGreaterThan(0)
    discord.say(direct, ann, 'hello')
    await answered(1, direct)
    discord.gateway.drop()
    discord.say(direct, ann, 'are you there?')
    discord.gateway.forgetSessions()
    await expect.poll(() => discord.gateway.counts.identified, { timeout: 20_000 }).toBe(3)
    discord.behaviour.brokenReads = false
    await answered(2, direct)
    await answered(2)
    expect(said(direct)).toEqual(['You said: hello', 'You said: are you there?'])
  })

  it('reads what was written while Omni was off, and leaves what is too old to a person', async () => {
    await start()
    const { discord, ann, direct, omni } = shop
    discord.say(direct, ann, 'before')
    await answered(1, direct)
    await omni.restart(async () => {
      for (let number = 0; number < 130; number += 1) discord.say(shop.channel, ann, `talk ${number}`)
      discord.say(shop.channel, ann, shop.at('while you were off'))
      // An hour ago, as the clocks of messages say.
      const old = discord.say(direct, ann, 'long ago')
      old.timestamp = new Date(Date.now() - 3_600_000).toISOString()
    })
    await answered(1)
    expect(said()).toEqual(['You said: while you were off'])
    const texts = async () => {
      const conversation = (await omni.panel.conversations.list({})).items.find(({ kind }) => kind === 'direct')
      return (await omni.panel.conversations.messages({ conversationId: conversation?.id ?? '' })).items.map(({ text }) => text)
    }
    await expect.poll(texts).toContain('long ago')
    expect(said(direct)).toEqual(['You said: before'])
  })

  it('comes back from an outage of network and server, and says meanwhile that it tries', async () => {
    await start()
    const { discord, ann, direct } = shop
    discord.say(direct, ann, 'before')
    await answered(1, direct)
    discord.behaviour.isDown = true
    discord.gateway.drop()
    discord.gateway.forgetSessions()
    await expect.poll(async () => (await shop.connection()).state).toBe('connecting')
    discord.say(direct, ann, 'in the dark')
    discord.behaviour.isDown = false
    await answered(2, direct)
    expect((await shop.connection()).state).toBe('connected')
  })

  it('repeats a send whose answer was lost, and its reader has one message', async () => {
    await start()
    const { discord, ann, direct } = shop
    discord.behaviour.losesAnswers = 1
    discord.say(direct, ann, 'Hello')
    await expect.poll(() => discord.callsOf('POST', /messages$/).length).toBe(2)
    const stateOf = async () => {
      const [conversation] = (await shop.omni.panel.conversations.list({})).items
      return (await shop.omni.panel.conversations.messages({ conversationId: conversation?.id ?? '' })).items[1]?.delivery?.state
    }
    await expect.poll(stateOf).toBe('sent')
    expect(said(direct)).toEqual(['You said: Hello'])
    const [first, second] = discord.callsOf('POST', /messages$/).map(({ body }) => body)
    expect(first).toMatchObject({ enforce_nonce: true, nonce: expect.stringMatching(/^[\w-]{22}$/) })
    expect(second?.['nonce']).toBe(first?.['nonce'])
  })

  it('looks for a message before it repeats it so late that Discord has forgotten its nonce', async () => {
    await start()
    const { discord, ann, direct, omni } = shop
    discord.model.nonceMs = 0
    discord.behaviour.losesAnswers = 1
    discord.say(direct, ann, 'Hello')
    await expect.poll(() => said(direct).length).toBe(1)
    await omni.restart()
    await shop.connected()
    const stateOf = async () => {
      const [conversation] = (await omni.panel.conversations.list({})).items
      return (await omni.panel.conversations.messages({ conversationId: conversation?.id ?? '' })).items[1]?.delivery?.state
    }
    await expect.poll(stateOf, { timeout: 20_000 }).toBe('sent')
  })

  const refusals = [
    [
      'a channel that is gone',
      (s: DiscordShop) => s.discord.model.channels.delete(s.channel.id),
      'This channel no longer exists on Discord',
    ],
    ['a bot that was removed', (s: DiscordShop) => s.guild.bots.delete(s.bot.user.id), 'The bot may not see this channel.'],
    [
      'a missing permission',
      (s: DiscordShop) => Object.assign(s.channel, { isForbidden: true }),
      'The bot lacks a permission in this channel.',
    ],
    ['a locked thread', (s: DiscordShop) => Object.assign(s.channel, { isLocked: true }), 'This thread is locked on Discord'],
  ] as const
  it('says in plain words why a message cannot be sent', async () => {
    await start()
    const { discord, ann, direct, omni, channel, guild, bot } = shop
    const send = async (user_id: string) => {
      const { body } = await omni.rest('POST', '/instance/discord/send-text', { user_id, text: 'Hi' }, { key: TEST_KEY })
      return JSON.stringify(body)
    }
    for (const [, breaks, sentence] of refusals) {
      breaks(shop)
      expect(await send(`channel:${channel.id}`)).toContain(sentence)
      Object.assign(channel, { isForbidden: false, isLocked: false })
      guild.bots.add(bot.user.id)
      discord.model.channels.set(channel.id, channel)
    }
    discord.rest.people.closed.add(ann.id)
    expect(await send(ann.id)).toContain('This person does not take direct messages from the bot')
    discord.rest.people.closed.delete(ann.id)
    expect(await send(ann.id)).toContain('"success":true')
    expect(said(direct)).toEqual(['Hi'])
  })
})

describe('a bot that cannot connect', () => {
  let shop: DiscordShop
  afterEach(() => shop.stop())

  it('says at once that its token is wrong, and asks no more', async () => {
    shop = await startDiscordShop({ isConnecting: false })
    const { omni, discord } = shop
    await omni.panel.instances.update({ name: 'discord', secrets: { discordBotToken: 'a-token-that-nobody-knows-0123' } })
    await omni.panel.instances.connect({ name: 'discord' })
    expect(await shop.connection()).toMatchObject({ state: 'error', message: expect.stringContaining('does not accept the bot token') })
    const asked = () => discord.model.calls.filter(({ status }) => status === 401).length
    const before = asked()
    await omni.panel.instances.connect({ name: 'discord' })
    expect(asked()).toBe(before + 1)
    expect(discord.gateway.counts.refused).toBe(0)
  })

  it('names the switch that it needs, and its place', async () => {
    shop = await startDiscordShop({ isConnecting: false })
    shop.bot.mayReadContent = false
    await shop.omni.panel.instances.connect({ name: 'discord' })
    expect(await shop.connection()).toMatchObject({
      state: 'error',
      message: expect.stringMatching(/page "Bot", turn on "Message Content Intent"/),
    })
    shop.bot.mayReadContent = true
    await shop.omni.panel.instances.connect({ name: 'discord' })
    expect(await shop.connection()).toMatchObject({ state: 'connected', message: null })
  })

  it('is told when its token is revoked while it works', async () => {
    shop = await startDiscordShop()
    shop.discord.model.bots.delete(shop.bot.token)
    shop.discord.gateway.forgetSessions()
    shop.discord.model.sessions.clear()
    shop.discord.gateway.drop()
    await expect
      .poll(shop.connection, { timeout: 20_000 })
      .toMatchObject({ state: 'error', message: expect.stringContaining('does not accept the bot token') })
  })

  it('shows how to let it in while it is in no server, and the voice that it does not have', async () => {
    shop = await startDiscordShop({ settings: { discordVoiceEnabled: true } })
    expect(await shop.connection()).toMatchObject({ state: 'connected', message: 'Voice channels are not available in this version.' })
    shop.discord.removeFrom(shop.guild, shop.bot)
    await expect.poll(shop.connection).toMatchObject({ message: expect.stringContaining('in no server yet') })
    const { invite } = (await shop.omni.panel.instances.get({ name: 'discord' })).connection
    const url = new URL(invite?.url ?? '')
    expect(url.searchParams.get('client_id')).toBe(shop.bot.applicationId)
    // Never Administrator.
    expect(BigInt(url.searchParams.get('permissions') ?? '8') & 8n).toBe(0n)
    expect(invite?.image).toMatch(/^data:image\/png;base64,/)
  })

  it('is one of several in the same hub, each with its own people', async () => {
    shop = await startDiscordShop()
    const { discord, ann, omni } = shop
    const second = discord.addBot('second')
    await shop.addAccount('second', second.token)
    await omni.panel.instances.connect({ name: 'second' })
    const theirs = discord.directChannel(second, ann)
    discord.say(theirs, ann, 'to the second')
    discord.say(shop.direct, ann, 'to the first')
    await expect
      .poll(() => [...discord.saidIn(theirs, second), ...discord.saidIn(shop.direct, shop.bot)])
      .toEqual(['You said: to the second', 'You said: to the first'])
    // One that is broken is nobody else's trouble.
    discord.model.bots.delete(second.token)
    await omni.panel.instances.connect({ name: 'second' })
    discord.say(shop.direct, ann, 'still there?')
    await expect.poll(() => discord.saidIn(shop.direct, shop.bot).length).toBe(2)
  })

  it('answers nobody twice where the same bot is added again', async () => {
    shop = await startDiscordShop()
    const { discord, omni, direct, ann } = shop
    await shop.addAccount('again', shop.bot.token)
    const again = await omni.panel.instances.connect({ name: 'again' })
    expect(again).toMatchObject({ state: 'error', message: 'This account is already connected as "discord".' })
    discord.say(direct, ann, 'Hello')
    await expect.poll(() => discord.saidIn(direct, shop.bot)).toEqual(['You said: Hello'])
    await omni.panel.instances.remove({ name: 'discord', onPlatform: false })
    await omni.panel.instances.connect({ name: 'again' })
    expect((await omni.panel.instances.get({ name: 'again' })).connection).toMatchObject({ state: 'connected' })
  })
})
