/** All bots are cut off at the same moment: they come back soon, and not all in the same one. */
import type { Figure } from '../bench.ts'
import { figure } from './figure.ts'
import type { Fleet } from './fleet.ts'
import type { BenchHub } from './hub-process.ts'
import { until } from './protocol.ts'

const BACK_WITHIN_S = 30
const PATIENCE_MS = 90_000
/** Less than that is the machine's own scatter. */
const SPREAD_MS = 250
/** An application may begin one session in that time. Discord's reference, "Identifying". */
const IDENTIFY_EVERY_MS = 5000

export async function allCut(hub: BenchHub, fleet: Fleet, how: string): Promise<Figure[]> {
  const cutAtMs = Date.now()
  fleet.cut()
  const since = () => fleet.entries().filter(({ atMs }) => atMs >= cutAtMs)
  const accounts = () => new Set(since().map(({ account }) => account))
  await until(() => accounts().size === fleet.names.length, PATIENCE_MS)
  const backMs = (await until(() => hub.areConnected(fleet), PATIENCE_MS)) === null ? Number.NaN : Date.now() - cutAtMs
  const entries = since()
  const times = entries.map(({ atMs }) => atMs)
  const tooSoon = [
    ...Map.groupBy(
      entries.filter(({ isFresh }) => isFresh),
      ({ account }) => account,
    ).values(),
  ].reduce((sum, ofOne) => sum + ofOne.filter(({ atMs }, n) => n > 0 && atMs - (ofOne[n - 1]?.atMs ?? 0) < IDENTIFY_EVERY_MS).length, 0)
  const name = `${fleet.channel}, ${fleet.names.length} cut at once, ${how}`
  return [
    figure(`${name}: all back after`, backMs / 1000, 's', { atMost: BACK_WITHIN_S }),
    figure(`${name}: spread over`, Math.max(...times) - Math.min(...times), 'ms', { atLeast: SPREAD_MS }),
    // Slack knows no such limit.
    ...(fleet.channel === 'discord' ? [figure(`${name}: sessions begun too soon`, tooSoon, '', { atMost: 0 })] : []),
  ]
}
