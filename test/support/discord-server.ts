/**
 * A fake Discord that discord.js connects to: REST and gateway of API v10, interactions, and files. It knows nothing of
 * the product. What it has beyond crabline's: enforced nonces, the close codes 4004 and 4014, a refused resume, 429,
 * events that are told again after a resume, signed interactions.
 *
 * In a test:
 *
 *     const discord = await startDiscordServer()
 *     const bot = discord.addBot('shop'); const guild = discord.addGuild('Bakery', { bots: [bot] })
 *     … point the hub at it with OMNI_DISCORD_API_URL = discord.url, and give it bot.token …
 *     discord.say(channel, ann, `<@${bot.user.id}> Hi`)
 *     discord.gateway.drop(); discord.model.refusesResume = true; discord.behaviour.isDown = true
 *
 * As a process of its own, which prints one JSON line with its address, a bot's token and a channel, and writes a line
 * into that channel for each line on its standard input:
 *
 *     node test/support/discord-server.ts --port 8082
 */
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { startDiscordServer } from './discord-server/server.ts'

export { type FakeDiscord, startDiscordServer } from './discord-server/server.ts'

if (import.meta.main) {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } })
  const discord = await startDiscordServer({ port: Number(values.port) })
  const bot = discord.addBot('shop')
  const ann = discord.addUser('ann')
  const channel = discord.addChannel(discord.addGuild('Bakery', { bots: [bot] }), 'general')
  console.log(JSON.stringify({ url: discord.url, token: bot.token, botUserId: bot.user.id, channelId: channel.id }))
  createInterface({ input: process.stdin }).on('line', (line) => discord.say(channel, ann, line))
  const stop = (): void => {
    discord.stop().then(() => process.exit(0))
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}
