/** The line of a bot, with a clock of the test's own and the real library against the fake Discord. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeDiscord, startDiscordServer } from '../../../../test/support/discord-server.ts'
import { manualTimers } from '../../../../test/support/manual-timers.ts'
import { silentLog } from '../../observe/log.ts'
import { createClient } from './client.ts'
import { Gateway } from './gateway.ts'
import { loadDiscordJs } from './library.ts'

describe('the line of a bot', () => {
  let discord: FakeDiscord
  let gateway: Gateway
  let others: Gateway[]
  beforeEach(() => {
    others = []
  })
  afterEach(async () => {
    for (const one of [gateway, ...others]) await one.close()
    await discord.stop()
  })

  /** `scatter` is waited for before a line that was cut is tried again. */
  async function open(scatter = () => Promise.resolve()) {
    discord = await startDiscordServer()
    const bot = discord.addBot('shop')
    discord.addGuild('Bakery', { bots: [bot] })
    const timers = manualTimers({ startAt: Date.now() })
    const library = await loadDiscordJs()
    const heard: string[] = []
    const newGateway = (hears: string[]) =>
      new Gateway(
        {
          makeClient: () => createClient(library, discord.url, () => {}, scatter),
          token: bot.token,
          timers,
          random: () => 0,
          log: silentLog,
          on: {
            ready: () => hears.push('ready'),
            resumed: () => hears.push('resumed'),
            trying: (failures) => hears.push(`trying ${failures}`),
            refused: (code) => hears.push(`refused ${code}`),
            dispatch: (event) => hears.push(event),
          },
        },
        ['GUILD_CREATE'],
      )
    gateway = newGateway(heard)
    gateway.open()
    await expect.poll(() => heard).toContain('ready')
    return { heard, timers, newGateway }
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

  it('comes back at a moment of its own, with all that was said meanwhile', async () => {
    const moment = Promise.withResolvers<void>()
    let isWaiting = false
    const { heard } = await open(() => {
      isWaiting = true
      return moment.promise
    })
    discord.gateway.drop()
    await expect.poll(() => isWaiting).toBe(true)
    expect(discord.gateway.openCount).toBe(0)
    expect(heard).toContain('trying 0')
    moment.resolve()
    await expect.poll(() => heard).toContain('resumed')
  })

  it('stays closed, also where the library was about to try again', async () => {
    let tries = 0
    const { heard, newGateway } = await open(async () => {
      tries += 1
    })
    discord.gateway.drop()
    await expect.poll(() => heard).toContain('trying 0')
    await gateway.close()
    await expect.poll(() => tries).toBe(1)
    // Whatever it had opened would be there before this one.
    const theirs: string[] = []
    const other = newGateway(theirs)
    others.push(other)
    other.open()
    await expect.poll(() => theirs).toContain('ready')
    expect(discord.gateway.openCount).toBe(1)
    expect(heard.filter((one) => one === 'ready' || one === 'resumed')).toHaveLength(1)
  })
})
