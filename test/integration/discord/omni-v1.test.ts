/** A bot that clients of Omni v1 set up and write with. */
import { afterEach, expect, it } from 'vitest'
import { type DiscordShop, startDiscordShop } from '../../support/discord-shop.ts'
import { createTypist } from '../../support/typist.ts'

let shop: DiscordShop
afterEach(() => shop.stop())

it('is made with the fields of v1, which say what is so whoever changed it', async () => {
  shop = await startDiscordShop({ agents: createTypist().agents })
  const { omni, discord, guild, ann } = shop
  const second = discord.addBot('second')
  guild.bots.add(second.user.id)
  const fields = { discord_guild_id: guild.id, discord_voice_enabled: true, discord_slash_commands_enabled: false }
  const made = await omni.rest('POST', '/instances', {
    name: 'second',
    channel_type: 'discord',
    discord_bot_token: second.token,
    ...fields,
  })
  expect(made.body).toMatchObject({ name: 'second' })
  const read = async () => (await omni.rest('GET', '/instances/second')).body
  await expect
    .poll(read)
    .toMatchObject({ ...fields, has_discord_bot_token: true, connection_status: 'connected', discord_client_id: second.applicationId })
  expect(JSON.stringify(await read())).not.toContain(second.token)
  await omni.panel.instances.update({ name: 'second', settings: { discordGuildId: '' } })
  expect(await read()).toMatchObject({ discord_guild_id: null })
  await omni.rest('PUT', '/instances/second', { discord_guild_id: guild.id, discord_voice_enabled: null })
  expect((await omni.panel.instances.get({ name: 'second' })).settings).toMatchObject({
    discordGuildId: guild.id,
    discordVoiceEnabled: false,
  })
  const wrong = await omni.rest('PUT', '/instances/second', { discord_guild_id: 'my server' })
  expect(wrong.status).toBeGreaterThanOrEqual(400)
  const chats = await omni.rest('GET', `/instances/discord/chats`)
  expect(chats.status).toBe(200)
  const sent = await omni.rest('POST', '/instance/discord/send-text', { user_id: `discord:${ann.id}`, text: 'Hi' })
  expect(sent.body).toMatchObject({ success: true })
})
