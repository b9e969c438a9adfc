/** Discord: discord.js against the fake of its REST API and gateway. */
import { vi } from 'vitest'
import { driver } from '../../../src-main/hub/channels/discord/driver.ts'
import { describeChannel } from '../../support/channel-conformance.ts'
import { startDiscordServer } from '../../support/discord-server.ts'

describeChannel(driver, async (hub) => {
  const discord = await startDiscordServer()
  vi.stubEnv('OMNI_DISCORD_API_URL', discord.url)
  const owner = discord.addUser('olga')
  const bot = discord.addBot('shop', { ownerId: owner.id })
  const guild = discord.addGuild('Bakery', { bots: [bot] })
  const newPerson = () => discord.addUser(`person-${discord.model.newId()}`)
  const newChannel = () => ({ channel: discord.addChannel(guild, 'orders'), person: newPerson() })
  const newDirect = () => {
    const person = newPerson()
    return { channel: discord.directChannel(bot, person), person }
  }
  type Chat = ReturnType<typeof newDirect>

  return {
    account: { secrets: { discordBotToken: bot.token } },
    async stop() {
      await discord.stop()
      vi.unstubAllEnvs()
    },
    newChat: newDirect,
    write({ channel, person }: Chat, text: string, { ageMs = 0 } = {}) {
      const timestamp = new Date(Date.now() - ageMs).toISOString()
      return discord.say(channel, person, channel.guildId === null ? text : `<@${bot.user.id}> ${text}`, { extra: { timestamp } })
    },
    tellAgain: discord.repeat,
    received: ({ channel }: Chat) =>
      channel.messages
        .filter(({ author }) => author.id === bot.user.id)
        .map(({ content, replyTo, attachments: [file] }) => ({
          text: content,
          quotedId: replyTo?.id ?? null,
          file: file === undefined ? null : (discord.model.files.get(new URL(file.url).pathname)?.bytes ?? null),
        })),
    edit: discord.edit,
    remove: discord.remove,
    loseNextAnswer() {
      discord.behaviour.losesAnswers = 1
    },
    slowDown(seconds) {
      discord.rest.refuse.nextMs = seconds * 1000
    },
    cut() {
      discord.behaviour.isDown = true
      discord.gateway.drop()
    },
    mend() {
      discord.behaviour.isDown = false
    },
    async refuse(name) {
      await hub.panel.instances.create({ name, channel: 'discord', secrets: { discordBotToken: 'a-token-that-nobody-knows-0123' } })
      await hub.panel.instances.connect({ name })
    },
    refusals: () => discord.model.calls.filter(({ status }) => status === 401).length + discord.gateway.counts.refused,
    staff: { newChat: newChannel, answer: ({ channel }: Chat, replyTo, text) => discord.say(channel, owner, text, { replyTo }) },
    group: { newChat: newChannel, writeAsOther: ({ channel }: Chat, text) => discord.say(channel, newPerson(), text) },
  }
})
