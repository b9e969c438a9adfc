/** The line of a bot, with a clock of the test's own and the real library against the fake Discord. */
import { afterEach, describe, expect, it } from 'vitest'
import { type FakeDiscord, startDiscordServer } from '../../../../test/support/discord-server.ts'
import { manualTimers } from '../../../../test/support/manual-timers.ts'
import { silentLog } from '../../observe/log.ts'
import { createClient } from './client.ts'
import { Gateway } from './gateway.ts'
import { loadDiscordJs } from './library.ts'

describe('the line of a bot', () => {
  let discord: FakeDiscord
  let gateway: Gateway
  afterEach(async () => {
    await gateway.close()
    await discord.stop()
  })

  async function open() {
    discord = await startDiscordServer()
    const bot = discord.addBot('shop')
    discord.addGuild('Bakery', { bots: [bot] })
    const timers = manualTimers({ startAt: Date.now() })
    const library = await loadDiscordJs()
    const heard: string[] = []
    gateway = new Gateway(
      {
        makeClient: () => createClient(library, discord.url, () => {}),
        token: bot.token,
        timers,
        random: () => 0,
        log: silentLog,
        on: {
          ready: () => heard.push('ready'),
          resumed: () => heard.push('resumed'),
          trying: (failures) => heard.push(`trying ${failures}`),
          refused: (code) => heard.push(`refused ${code}`),
          dispatch: (event) => heard.push(event),
        },
      },
      ['GUILD_CREATE'],
    )
    gateway.open()
    await expect.poll(() => heard).toContain('ready')
    return { heard, timers }
  }

  it('is given up when nothing comes over it for as long as a heartbeat takes, and opened again', async () => {
    const { heard, timers } = await open()
    discord.gateway.freeze()
    timers.advance(50_000)
    expect(heard).not.toContain('trying 1')
    timers.advance(10_000)
    expect(heard).toContain('trying 1')
    expect(gateway.client).toBeNull()
    timers.advance(2000)
    await expect.poll(() => heard.filter((one) => one === 'ready').length).toBe(2)
  })

  it('stays closed, also where the library was about to try again', async () => {
    const { heard } = await open()
    discord.gateway.drop()
    await gateway.close()
    // The library's own pause before a retry is half a second; nothing else tells that none comes.
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(discord.gateway.openCount).toBe(0)
    expect(heard.filter((one) => one === 'ready' || one === 'resumed')).toHaveLength(1)
  })
})
