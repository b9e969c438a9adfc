/**
 * Discord and Slack against their fakes (in this process; the hub is in another), with their real libraries: lines that
 * break, die or are cut all at once, answers that grow at the same time, how soon the agent is asked, and what many bots
 * and many people weigh.
 *
 * `BENCH_CHANNELS=disconnects,streams` runs some of its parts.
 */
import type { Bench, Figure } from './bench.ts'
import { startDiscordFleet } from './channels/discord-fleet.ts'
import { disconnects } from './channels/disconnects.ts'
import { type BenchHub, startBenchHubProcess } from './channels/hub-process.ts'
import { startSlackFleet } from './channels/slack-fleet.ts'
import { withFolder } from './with-folder.ts'

const ACCOUNTS = 20
/** What was not acknowledged comes again soon: the times of the real one would take minutes. */
const SOON = { ackMs: 400, retriesMs: [0, 100, 200] }

interface Options {
  isQuick: boolean
  log(line: string): void
}

type Part = (options: Options) => Promise<Figure[]>

const parts: Record<string, Part> = {
  disconnects: async (options) => {
    const fleets = { discord: await startDiscordFleet(ACCOUNTS), slack: await startSlackFleet({ count: ACCOUNTS, times: SOON }) }
    return withHub([fleets.discord, fleets.slack], async (hub) => {
      await hub.connect(fleets.discord)
      await hub.connect(fleets.slack)
      return disconnects(hub, fleets, options)
    })
  },
}

async function withHub<T>(fleets: Parameters<typeof startBenchHubProcess>[1], run: (hub: BenchHub) => Promise<T>): Promise<T> {
  return withFolder(async (folder) => {
    const hub = await startBenchHubProcess(folder, fleets)
    try {
      return await run(hub)
    } finally {
      await hub.stop()
      for (const fleet of fleets) await fleet.stop()
    }
  })
}

export const channels: Bench = {
  name: 'channels',
  async run(options) {
    const wanted = process.env['BENCH_CHANNELS']?.split(',')
    const figures: Figure[] = []
    for (const [name, part] of Object.entries(parts)) {
      if (wanted !== undefined && !wanted.includes(name)) continue
      const startedAt = performance.now()
      figures.push(...(await part(options)))
      options.log(`${name} took ${((performance.now() - startedAt) / 1000).toFixed(0)} s`)
    }
    return figures
  },
}
