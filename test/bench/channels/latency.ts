/** From a message being written to the agent being asked, fifty a second: Evolution, Discord and Slack by turns. */
import { callHttp } from '../../../src-main/hub/runtime/http/call.ts'
import type { FakeEvolution } from '../../support/evolution-server.ts'
import { connectShop } from '../../support/shop.ts'
import type { Figure } from '../bench.ts'
import { percentile } from '../http-load.ts'
import { webhookBody } from '../webhook-body.ts'
import { figure } from './figure.ts'
import type { Fleet } from './fleet.ts'
import { AT_ONCE, type BenchHub } from './hub-process.ts'
import { clock, until, wait } from './protocol.ts'

const PER_SECOND = 50
const CHATS = 50
const ARRIVED_WITHIN_MS = 30_000
/** Slack's events are written down once more before they are acknowledged. */
const AT_MOST_TIMES = 3

interface Way {
  from: string
  send(n: number, text: string): void
  tookMs: number[]
}

export async function latency(hub: BenchHub, fleets: Fleet[], evolution: FakeEvolution, rounds: number): Promise<Figure[]> {
  for (const fleet of fleets) await hub.connect(fleet)
  await connectShop(hub.panel, evolution, 'evolution', { behaviour: AT_ONCE })
  const headers = { 'content-type': 'application/json', ...evolution.instance('evolution').webhook?.headers }
  const never = new AbortController().signal
  const callWebhook = async (n: number, text: string): Promise<void> => {
    const body = webhookBody('evolution', n, CHATS).replace('"conversation":"text"', `"conversation":"${text}"`)
    const answer = await callHttp(`${hub.url}/webhook/evolution/evolution`, { method: 'POST', headers, body, signal: never })
    for await (const _ of answer);
  }
  const ways: Way[] = [
    { from: 'evolution', send: (n, text) => void callWebhook(n, text), tookMs: [] },
    ...fleets.map((fleet) => ({
      from: fleet.channel,
      send: (n: number, text: string) => fleet.say(0, n % CHATS, text),
      tookMs: [] as number[],
    })),
  ]
  hub.onAsked = ({ from, ms }) => void ways.find((way) => way.from === from)?.tookMs.push(ms)
  let sent = 0
  // The first round warms the code up.
  for (let round = 0; round <= rounds; round += 1) {
    if (round === 1) for (const way of ways) way.tookMs.length = 0
    for (const way of ways) {
      const startedAt = performance.now()
      for (let n = 0; n < PER_SECOND; n += 1) {
        await wait(startedAt + (n * 1000) / PER_SECOND - performance.now())
        way.send(sent, `at ${way.from} ${clock()}`)
        sent += 1
      }
      const expected = (round === 0 ? 1 : round) * PER_SECOND
      await until(() => way.tookMs.length >= expected, ARRIVED_WITHIN_MS, 10)
    }
  }
  const p95 = ({ tookMs }: Way) => percentile(tookMs, 0.95)
  const [first, ...others] = ways
  const ofEvolution = first === undefined ? Number.NaN : p95(first)
  return [
    ...ways.map((way) => figure(`${way.from}, written to agent asked, p95`, p95(way), 'ms')),
    ...others.map((way) => figure(`${way.from}, the same, to Evolution's`, p95(way) / ofEvolution, '×', { atMost: AT_MOST_TIMES })),
    ...ways.map((way) => figure(`${way.from}, messages that did not arrive`, rounds * PER_SECOND - way.tookMs.length, '', { atMost: 0 })),
  ]
}
