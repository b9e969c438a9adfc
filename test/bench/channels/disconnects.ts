/** Lines that break again and again while people write: each question is answered exactly once. */
import type { Figure } from '../bench.ts'
import { type Break, breaksOfDiscord, breaksOfSlack } from './breaks.ts'
import type { DiscordFleet } from './discord-fleet.ts'
import { figure } from './figure.ts'
import type { Fleet } from './fleet.ts'
import type { BenchHub } from './hub-process.ts'
import { until, wait } from './protocol.ts'
import type { SlackFleet } from './slack-fleet.ts'

/** Of each account, in each round: a third writes before the break, a third during it, and the rest after it. */
const PEOPLE = 50
const THIRD = Math.floor(PEOPLE / 3)
const OUTAGE_MS = 30_000
const QUICK_OUTAGE_MS = 5000
const CONNECTED_WITHIN_MS = 60_000
/** Nobody's answer comes later than that after the last round. */
const ANSWERED_WITHIN_MS = 90_000
/** A second answer would come by then. */
const SETTLE_MS = 5000

interface Result {
  breaks: number
  lost: string[]
  /** Sends that were cut off, and that the platform does not show: a person is asked (decision 19). */
  unknown: number
  doubled: number
}

const questionsIn = (answer: string): string[] => answer.replace(/^You said: /, '').split(/\n+/)

async function breakAgainAndAgain(hub: BenchHub, fleet: Fleet, rounds: Break[], log: (line: string) => void): Promise<Result> {
  const questions: string[] = []
  const ask = (round: string, from: number, to: number, isTold = true): void => {
    for (let account = 0; account < fleet.names.length; account += 1)
      for (let person = from; person < to; person += 1) {
        const text = `${fleet.channel} ${account} ${person} ${round}`
        questions.push(text)
        fleet.say(account, person, text, isTold)
      }
  }
  /** How often each question was answered: what somebody wrote in one go may have one answer. */
  const countOf = (): Map<string, number> => {
    const counts = new Map<string, number>(questions.map((text) => [text, 0]))
    for (const answer of fleet.answers()) for (const text of questionsIn(answer)) counts.set(text, (counts.get(text) ?? 0) + 1)
    return counts
  }
  const open = (): string[] => [...countOf()].filter(([, count]) => count === 0).map(([text]) => text)
  // Everybody has written once: a platform does not tell of a direct chat that began while the line was down.
  ask('first', 0, PEOPLE)
  await until(() => open().length === 0, ANSWERED_WITHIN_MS)
  for (const [n, { name, run }] of rounds.entries()) {
    const startedAt = performance.now()
    const round = `round ${n}`
    ask(`${round} before`, 0, THIRD)
    let meanwhile = 0
    await run((isTold) => {
      meanwhile += 1
      ask(`${round} during ${meanwhile}`, THIRD, 2 * THIRD, isTold)
    })
    if ((await until(() => hub.areConnected(fleet), CONNECTED_WITHIN_MS)) === null) log(`${fleet.channel}, ${round}: not all came back`)
    ask(`${round} after`, 2 * THIRD, PEOPLE)
    log(`${fleet.channel}, ${round}, ${name}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s, ${open().length} still open`)
  }
  await until(() => open().length === 0, ANSWERED_WITHIN_MS, 500)
  await wait(SETTLE_MS)
  const unknown = new Set((await hub.unknownSends(fleet)).flatMap(questionsIn))
  const lost = open().filter((text) => !unknown.has(text))
  if (lost.length > 0) log(`${fleet.channel}, lost: ${lost.slice(0, 5).join('; ')}`)
  const doubled = [...countOf().values()].reduce((sum, count) => sum + Math.max(0, count - 1), 0)
  return { breaks: rounds.length * fleet.names.length, lost, unknown: unknown.size, doubled }
}

export async function disconnects(
  hub: BenchHub,
  { discord, slack }: { discord: DiscordFleet; slack: SlackFleet },
  { isQuick, log }: { isQuick: boolean; log(line: string): void },
): Promise<Figure[]> {
  const outageMs = isQuick ? QUICK_OUTAGE_MS : OUTAGE_MS
  const d = breaksOfDiscord(discord, outageMs)
  const s = breaksOfSlack(slack, outageMs)
  const ofDiscord = [d.resumed, d.refused, d.outage]
  const ofSlack = [s.recycled, s.refused, s.ghost, s.outage]
  if (!isQuick) {
    ofDiscord.push(d.resumed, d.refused, d.resumed, d.refused, d.outage, d.resumed, d.refused)
    ofSlack.push(s.ghost, s.recycled, s.refused, s.outage, s.recycled, s.ghost)
  }
  const figures: Figure[] = []
  // The one after the other: together they would only wait for the processor.
  for (const [fleet, rounds] of [
    [discord, ofDiscord],
    [slack, ofSlack],
  ] as const) {
    const { breaks, lost, unknown, doubled } = await breakAgainAndAgain(hub, fleet, rounds, log)
    figures.push(
      figure(`${fleet.channel}, disconnects`, breaks, '', isQuick ? null : { atLeast: 200 }),
      figure(`${fleet.channel}, questions lost in them`, lost.length, '', { atMost: 0 }),
      figure(`${fleet.channel}, answers left to a person`, unknown),
      figure(`${fleet.channel}, answers doubled in them`, doubled, '', { atMost: 0 }),
    )
  }
  return figures
}
