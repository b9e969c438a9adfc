/**
 * Discord and Slack against their fakes (in this process; the hub is in another), with their real libraries: lines that
 * break, die or are cut all at once, answers that grow at the same time, how soon the agent is asked, and what many bots
 * and many people weigh.
 *
 * `BENCH_CHANNELS=disconnects,streams` runs some of its parts.
 */
import { startEvolutionServer } from '../support/evolution-server.ts'
import type { Bench, Figure } from './bench.ts'
import { allCut } from './channels/all-cut.ts'
import { deadLines } from './channels/dead-lines.ts'
import { disconnects } from './channels/disconnects.ts'
import { startDiscordFleet } from './channels/discord-fleet.ts'
import { type BenchHub, startBenchHubProcess } from './channels/hub-process.ts'
import { latency } from './channels/latency.ts'
import { startSlackFleet } from './channels/slack-fleet.ts'
import { streamsOfDiscord, streamsOfSlack } from './channels/streams.ts'
import { weight } from './channels/weight.ts'
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
  dead: async () => {
    const fleets = [await startDiscordFleet(1), await startSlackFleet({ count: 1, times: SOON })]
    return withHub(fleets, async (hub) => {
      for (const fleet of fleets) await hub.connect(fleet)
      return deadLines(hub, fleets)
    })
  },
  streams: async () => {
    const discord = await startDiscordFleet(1)
    const slack = await startSlackFleet({ count: 1, hasTiers: true })
    return withHub([discord, slack], async (hub) => [...(await streamsOfDiscord(hub, discord)), ...(await streamsOfSlack(hub, slack))])
  },
  latency: async ({ isQuick }) => {
    const fleets = [await startDiscordFleet(1), await startSlackFleet({ count: 1 })]
    const evolution = await startEvolutionServer()
    try {
      return await withHub(fleets, (hub) => latency(hub, fleets, evolution, isQuick ? 5 : 20))
    } finally {
      await evolution.stop()
    }
  },
  weight: async ({ isQuick, log }) => {
    const people = isQuick ? 5000 : 100_000
    const figures: Figure[] = []
    for (const fleet of [await startDiscordFleet(ACCOUNTS), await startSlackFleet({ count: ACCOUNTS })])
      figures.push(...(await withHub([fleet], (hub) => weight(hub, fleet, people, log))))
    return figures
  },
  cut: async () => {
    const discord = await startDiscordFleet(ACCOUNTS)
    const slack = await startSlackFleet({ count: ACCOUNTS })
    return withHub([discord, slack], async (hub) => {
      await hub.connect(discord)
      await hub.connect(slack)
      const figures = await allCut(hub, discord, 'resumed')
      discord.discord.model.refusesResume = true
      figures.push(...(await allCut(hub, discord, 'resume refused')))
      return [...figures, ...(await allCut(hub, slack, 'closed'))]
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
