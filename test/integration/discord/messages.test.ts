/** What is answered on Discord and what is not, and what the agent is told of it. */
import { afterEach, describe, expect, it } from 'vitest'
import { type DiscordShop, type DiscordShopOptions, startDiscordShop } from '../../support/discord-shop.ts'

describe('a bot on Discord', () => {
  let shop: DiscordShop
  const start = async (options: DiscordShopOptions = {}) => {
    shop = await startDiscordShop(options)
  }
  afterEach(() => shop.stop())
  const said = (channel = shop.channel) => shop.discord.saidIn(channel, shop.bot)
  const answered = (count: number, channel = shop.channel) => expect.poll(() => said(channel).length).toBe(count)
  const texts = async () => {
    const { items } = await shop.omni.panel.conversations.list({})
    return items.map(({ name, kind }) => `${kind} ${name}`)
  }
  /** Each in its order: once this is answered, all before it was looked at. */
  const settled = async () => {
    const before = said(shop.direct).length
    shop.discord.say(shop.direct, shop.ann, 'settle')
    await answered(before + 1, shop.direct)
  }

  it('answers a direct message, and tells the agent who it is by the names of v1', async () => {
    await start()
    shop.discord.say(shop.direct, shop.ann, 'Hello')
    await answered(1, shop.direct)
    expect(said(shop.direct)).toEqual(['You said: Hello'])
    expect(shop.asked[0]).toMatchObject({
      session: { name: `discord_dm_${shop.ann.id}` },
      sender: {
        platformId: shop.ann.id,
        // Without the names: this agent is told none.
        asV1: { user: { discord_user_id: shop.ann.id }, userData: { channel_id: shop.direct.id } },
      },
      chat: { externalId: `dm:${shop.ann.id}`, kind: 'direct' },
    })
    expect(await texts()).toEqual(['direct Ann'])
  })

  it('answers in a server when it is mentioned, by its name or its role, or answered', async () => {
    await start()
    const { discord, ann, bot, guild, channel, at } = shop
    discord.say(channel, ann, 'Just talking')
    discord.say(channel, ann, at('one'))
    await answered(1)
    discord.say(channel, ann, `<@&${guild.roles[0]?.id}> two`)
    await answered(2)
    const own = channel.messages.find(({ author }) => author.id === bot.user.id)
    discord.say(channel, ann, 'three', own ? { replyTo: own } : {})
    await answered(3)
    discord.say(channel, ann, 'Just talking again')
    await settled()
    expect(said()).toEqual(['You said: one', 'You said: two', 'You said: three'])
    expect(shop.asked[0]).toMatchObject({
      session: { name: `discord_${guild.id}_${ann.id}` },
      sender: {
        asV1: { userData: { guild_id: guild.id, guild_name: 'Bakery', channel_id: channel.id, channel_name: 'general' } },
      },
    })
    // Many talk there: each answer is a reply to its question.
    const answers = channel.messages.filter(({ author }) => author.id === bot.user.id)
    expect(answers.map(({ replyTo }) => replyTo?.content)).toEqual([at('one'), `<@&${guild.roles[0]?.id}> two`, 'three'])
  })

  it('goes on in a thread that it takes part in, and answers everything in a channel that is set to always', async () => {
    await start()
    const { discord, ann, bot, guild, channel, omni } = shop
    const ours = discord.addThread(channel, 'order 1', [bot])
    const theirs = discord.addThread(channel, 'private talk')
    const help = discord.addChannel(guild, 'help')
    discord.say(theirs, ann, 'Not for the bot')
    discord.say(ours, ann, 'Where is my cake?')
    await answered(1, ours)
    discord.say(help, ann, 'Nobody is asked')
    await settled()
    expect(said(theirs)).toEqual([])
    expect(said(help)).toEqual([])
    const groups = (await omni.panel.groups.list({ instanceName: 'discord' })).groups
    expect(groups.map(({ name }) => name)).toEqual(['#general (Bakery)', '#help (Bakery)'])
    const answeredGroups = [{ chatId: `channel:${help.id}`, name: '#help', when: 'always' as const }]
    await omni.panel.instances.update({ name: 'discord', behaviour: { groupMode: 'named', answeredGroups } })
    discord.say(help, ann, 'When are you open?')
    await answered(1, help)
    // Its threads are its own.
    const inHelp = discord.addThread(help, 'and then')
    discord.say(inHelp, ann, 'And on Sunday?')
    await answered(1, inHelp)
    discord.say(channel, ann, shop.at('not a named one'))
    await settled()
    expect(said()).toEqual([])
  })

  it('never answers itself, other bots or webhooks, and says that another bot writes to it', async () => {
    await start()
    const { discord, channel, at, guild } = shop
    const other = discord.addBot('parrot')
    await settled()
    guild.bots.add(other.user.id)
    for (let turn = 0; turn < 5; turn += 1) discord.say(channel, other.user, at(`ping ${turn}`))
    await settled()
    expect((await shop.connection()).message).toContain('The bot "parrot" writes to this one.')
  })

  it('stays out of other servers where one is chosen', async () => {
    await start({ isConnecting: false })
    const { discord, bot, ann, omni } = shop
    const elsewhere = discord.addChannel(discord.addGuild('Elsewhere', { bots: [bot] }), 'lounge')
    await omni.panel.instances.update({ name: 'discord', settings: { discordGuildId: shop.guild.id } })
    await omni.panel.instances.connect({ name: 'discord' })
    await shop.connected()
    discord.say(elsewhere, ann, shop.at('Hello'))
    discord.say(shop.channel, ann, shop.at('Hello'))
    await answered(1)
    await settled()
    expect(said(elsewhere)).toEqual([])
    expect(await texts()).not.toContain('group #lounge')
  })

  it('reads mentions as names, and keeps edits, deletions and reactions', async () => {
    await start()
    const { discord, ann, channel, omni, guild } = shop
    const bea = discord.addUser('bea', { global_name: 'Bea' })
    guild.nicks.set(ann.id, 'Annie')
    const message = discord.say(channel, ann, `${shop.at('')} ask <@${bea.id}> in <#${channel.id}> <:cake:123456789012345678>`)
    await answered(1)
    expect(shop.asked[0]).toMatchObject({ text: 'ask @Bea in #general :cake:' })
    discord.react(message, bea, '👍')
    discord.edit(message, `${shop.at('never mind')}`)
    const [conversation] = (await omni.panel.conversations.list({})).items
    const first = async () => (await omni.panel.conversations.messages({ conversationId: conversation?.id ?? '' })).items[0]
    expect((await first())?.authorName).toBe('Annie')
    await expect
      .poll(first)
      .toMatchObject({ text: 'never mind', previousText: expect.stringContaining('ask @Bea'), reactions: [{ emoji: '👍' }] })
    discord.remove(message)
    await expect.poll(async () => (await first())?.revokedAt).not.toBeNull()
  })
})
