/** Twenty answers that grow at once on one bot of Discord, and on one app in one workspace of Slack, as the platforms count. */
import type { Figure } from '../bench.ts'
import type { DiscordFleet } from './discord-fleet.ts'
import { figure } from './figure.ts'
import type { BenchHub } from './hub-process.ts'
import { LAST_WORDS, until } from './protocol.ts'
import type { SlackFleet } from './slack-fleet.ts'

/** Half of them in direct chats, and half in one channel. */
const STREAMS = 20
const WITHIN_MS = 120_000
const MINUTE_MS = 60_000
const SLACK_EDITS_PER_MINUTE = 50
const SECOND_MS = 1000

/** The most of these moments that lie within `spanMs`. */
function busiest(times: number[], spanMs: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted.reduce((most, from, index) => Math.max(most, sorted.slice(index).filter((at) => at < from + spanMs).length), 0)
}

interface Place {
  ask(n: number): void
  texts(): string[]
}

async function grow({ ask, texts }: Place): Promise<{ ended: number; tookS: number }> {
  const names = Array.from({ length: STREAMS }, (_, n) => `s${n}`)
  names.forEach((_, n) => void ask(n))
  const ended = () => {
    const all = texts()
    return names.filter((name) => all.some((text) => text.startsWith(`${name} gets`) && text.endsWith(LAST_WORDS))).length
  }
  const tookMs = await until(() => ended() === STREAMS, WITHIN_MS)
  return { ended: ended(), tookS: (tookMs ?? Number.NaN) / SECOND_MS }
}

export async function streamsOfDiscord(hub: BenchHub, fleet: DiscordFleet): Promise<Figure[]> {
  await hub.connect(fleet)
  const { discord, bots, guilds } = fleet
  const [bot] = bots
  const [guild] = guilds
  if (bot === undefined || guild === undefined) throw new Error('there is no bot')
  const channel = discord.addChannel(guild, 'counter')
  const { ended, tookS } = await grow({
    ask(n) {
      if (n < STREAMS / 2) fleet.say(0, n, `grow s${n}`)
      else discord.say(channel, discord.addUser(`asker-${n}`), `<@${bot.user.id}> grow s${n}`)
    },
    texts: () => fleet.answers(),
  })
  const edits = discord.callsOf('PATCH', /\/messages\/\d+$/)
  const byMessage = Map.groupBy(edits, ({ path }) => path)
  const ofOne = [...byMessage.values()].map((calls) =>
    busiest(
      calls.map(({ at }) => at),
      SECOND_MS,
    ),
  )
  return [
    figure(`discord, of ${STREAMS} streams with their last text`, ended, '', { atLeast: STREAMS }),
    figure('discord, calls refused with 429', fleet.refused(), '', { atMost: 0 }),
    figure('discord, edits of one message in its busiest second', Math.max(0, ...ofOne), '', { atMost: 2 }),
    figure('discord, edits', edits.length),
    figure('discord, until the last text of the last', tookS, 's'),
  ]
}

export async function streamsOfSlack(hub: BenchHub, fleet: SlackFleet): Promise<Figure[]> {
  await hub.connect(fleet)
  const [slack] = fleet.slacks
  if (slack === undefined) throw new Error('there is no workspace')
  // Names are another budget.
  slack.tiers['users.info'] = Number.POSITIVE_INFINITY
  const { ended, tookS } = await grow({
    ask(n) {
      if (n < STREAMS / 2) return fleet.say(0, n, `grow s${n}`)
      slack.workspace.addUser(`U0Q${n}`, `q${n}`, `Asker ${n}`)
      slack.write('C0SHOP', `U0Q${n}`, `<@${slack.workspace.app.botUser}> grow s${n}`)
    },
    texts: () => fleet.answers(),
  })
  const edits = slack.callsOf('chat.update')
  const inMinute = busiest(
    edits.map(({ atMs }) => atMs),
    MINUTE_MS,
  )
  return [
    figure(`slack, of ${STREAMS} streams with their last text`, ended, '', { atLeast: STREAMS }),
    figure('slack, calls refused with 429', fleet.refused(), '', { atMost: 0 }),
    figure('slack, edits of the workspace in its busiest minute', inMinute, '', { atMost: SLACK_EDITS_PER_MINUTE }),
    figure('slack, until the last text of the last', tookS, 's'),
  ]
}
