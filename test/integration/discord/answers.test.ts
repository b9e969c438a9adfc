/** What leaves for Discord: long, hostile and growing answers, files, and staff who answer themselves. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { discordFromMarkdown } from '../../../src-main/hub/channels/discord/from-markdown.ts'
import { splitAnswer } from '../../../src-main/hub/channels/split-text.ts'
import { type DiscordShop, type DiscordShopOptions, startDiscordShop } from '../../support/discord-shop.ts'
import { createTypist } from '../../support/typist.ts'

describe('an answer on Discord', () => {
  let shop: DiscordShop
  const start = async (options: DiscordShopOptions = {}) => {
    shop = await startDiscordShop(options)
  }
  afterEach(() => shop.stop())
  const said = (channel = shop.channel) => shop.discord.saidIn(channel, shop.bot)
  const LINE = 'This is a line of an answer that has no end. '

  it('grows in place by about one edit a second, and the next message begins where one is full', async () => {
    const sofia = createTypist()
    await start({ agents: sofia.agents })
    const { discord, ann, direct } = shop
    discord.say(direct, ann, 'Tell me everything')
    await sofia.asked()
    const whole = `${LINE.repeat(56)}\n\n\`\`\`ts\n${'const value = 1 // and so on\n'.repeat(100)}\`\`\`\n\nThat is **all**.`
    for (let at = 0; at < 2400; at += 400) sofia.write(whole.slice(at, at + 400))
    await expect.poll(() => said(direct).length).toBe(2)
    expect(discord.callsOf('PATCH', /messages/).length).toBeLessThanOrEqual(3)
    sofia.finish(whole.slice(2400))
    const lengthOf = (text: string) => discordFromMarkdown(text).length
    const parts = splitAnswer(whole, { splitting: 'never', maxLength: 2000, lengthOf }).map(discordFromMarkdown)
    await expect.poll(() => said(direct)).toEqual(parts)
    for (const part of parts) expect((part.match(/^```/gm) ?? []).length % 2).toBe(0)
    expect(discord.rateLimited).toBe(0)
  })

  it('of 100,000 characters arrives whole and in its order, without a call too many', async () => {
    const answer = LINE.repeat(Math.ceil(100_000 / LINE.length)).trim()
    await start({ answer: () => answer, prepare: ({ discord }) => Object.assign(discord.rest.refuse, { buckets: false }) })
    const { discord, ann, direct } = shop
    discord.say(direct, ann, 'Everything, please')
    await expect.poll(() => said(direct).join(' ').length, { timeout: 25_000 }).toBeGreaterThanOrEqual(answer.length)
    expect(said(direct).join(' ').replace(/\s+/g, ' ')).toBe(answer)
    for (const text of said(direct)) expect(text.length).toBeLessThanOrEqual(2000)
    expect(discord.rateLimited).toBe(0)
  })

  it('leaves right-to-left and heaped signs as they are, and calls nobody who was not meant', async () => {
    const zalgo = 'Z̸̡̢͔̦̯͇̐̈́̾̎a̷̧͕̺̔l̵̢̛̮̜g̸̢̛̭̈́o̵̡̨͕̊'
    const hebrew = 'שלום, אנחנו פתוחים עד 18:00'
    await start({ answer: () => `${zalgo} ${hebrew} @everyone` })
    const { discord, ann, direct } = shop
    discord.say(direct, ann, `${zalgo} ${hebrew}`)
    await expect.poll(() => said(direct)).toEqual([`${zalgo} ${hebrew} @everyone`])
    expect(shop.asked[0]?.text).toBe(`${zalgo} ${hebrew}`)
    expect(discord.callsOf('POST', /messages$/)[0]?.body).toMatchObject({ allowed_mentions: { parse: [], users: [] } })
  })

  it('is left to staff who write in the channel, and to nobody else', async () => {
    await start()
    const { discord, ann, owner, channel, at, omni, guild } = shop
    discord.say(channel, ann, at('one'))
    await expect.poll(() => said().length).toBe(1)
    const boss = { ...owner, global_name: 'Olga' }
    discord.say(channel, boss, 'I take it from here, Ann')
    const ownerOf = async () => (await omni.panel.conversations.list({})).items.find(({ name }) => name === '#general')?.owner
    await expect.poll(ownerOf).toMatchObject({ kind: 'person', name: 'Olga' })
    discord.say(channel, ann, at('two'))
    const [conversation] = (await omni.panel.conversations.list({})).items
    await omni.panel.conversations.giveBack({ conversationId: conversation?.id ?? '', by: 'Olga' })
    // Somebody who is no staff, though her name says so.
    discord.say(channel, discord.addUser('olga2', { global_name: 'Olga' }), 'I take it from here')
    discord.say(channel, ann, at('three'))
    await expect.poll(() => said()).toEqual(['You said: one', 'You said: three'])
    // Named ones, by their role; then the owner is none of them.
    const role = discord.model.newId()
    const sam = discord.addUser('sam', { global_name: 'Sam' })
    guild.memberRoles.set(sam.id, [role])
    await omni.panel.instances.update({ name: 'discord', settings: { staff: role } })
    await shop.connected()
    discord.say(channel, boss, 'Only a visitor now')
    discord.say(channel, sam, 'Mine')
    await expect.poll(ownerOf).toMatchObject({ kind: 'person', name: 'Sam' })
    // Who asks the bot something gets its answer, whoever it is; in a direct chat everybody is a customer.
    const direct = discord.directChannel(shop.bot, sam)
    discord.say(direct, sam, 'Does it work?')
    await expect.poll(() => discord.saidIn(direct, shop.bot)).toEqual(['You said: Does it work?'])
  })

  it('takes files both ways, also after their address has ended, and none that lies about its size', async () => {
    await start()
    const { discord, ann, direct, omni } = shop
    const picture = {
      name: 'cake.png',
      type: 'image/png',
      bytes: new Uint8Array(
        Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'),
      ),
    }
    discord.say(direct, ann, 'My cake', { files: [picture, { ...picture, name: 'other.png' }] })
    const files = async () => {
      const [conversation] = (await omni.panel.conversations.list({})).items
      const { items } = await omni.panel.conversations.messages({ conversationId: conversation?.id ?? '' })
      return items.filter(({ author }) => author === 'customer').map(({ text, media }) => [text, media?.fileName, media?.id != null])
    }
    await expect.poll(files).toEqual([
      ['My cake', 'cake.png', true],
      ['', 'other.png', true],
    ])
    discord.say(direct, ann, 'liar', { files: [{ ...picture, name: 'liar.png', statedSize: 10 }] })
    await expect.poll(async () => (await files())[2]).toEqual(['liar', 'liar.png', false])
    const listener = createServer((_request, response) => response.end(picture.bytes))
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    const media_url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/menu.png`
    const sent = await omni.rest('POST', '/instance/discord/send-media', {
      user_id: ann.id,
      media_type: 'image',
      media_url,
      caption: 'The menu',
    })
    listener.close()
    const [conversation] = (await omni.panel.conversations.list({})).items
    const { items } = await omni.panel.conversations.messages({ conversationId: conversation?.id ?? '' })
    expect(sent.body, JSON.stringify(items.at(-1)?.delivery)).toMatchObject({ success: true, status: 'sent' })
    // Answers to what was written before may come behind it.
    const menu = direct.messages.find(({ content }) => content === 'The menu')
    expect(menu).toMatchObject({ content: 'The menu', attachments: [{ filename: 'menu.png', size: picture.bytes.length }] })
  })
})
