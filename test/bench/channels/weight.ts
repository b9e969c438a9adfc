/** What bots weigh, and that people who come and go weigh nothing. */
import type { Figure } from '../bench.ts'
import { figure } from './figure.ts'
import type { Fleet } from './fleet.ts'
import type { BenchHub } from './hub-process.ts'
import { until, wait } from './protocol.ts'

const SETTLE_MS = 10_000
/** As many people write at once. */
const BATCH = 500
const BATCH_WITHIN_MS = 120_000
/** More than a few megabytes are something that is kept of everybody. */
const GROWTH_MB = 5

export async function weight(hub: BenchHub, fleet: Fleet, people: number, log: (line: string) => void): Promise<Figure[]> {
  const { channel, names } = fleet
  const settled = async (): Promise<{ heapMb: number; residentMb: number }> => {
    await wait(SETTLE_MS)
    return { heapMb: await hub.heapMb(), residentMb: hub.residentMb() }
  }
  let written = 0
  async function write(count: number): Promise<void> {
    for (let left = count; left > 0; left -= BATCH) {
      const batch = Math.min(BATCH, left)
      for (let n = 0; n < batch; n += 1) {
        fleet.say(written % names.length, written, `No. ${written}`)
        written += 1
      }
      if ((await until(() => fleet.answers().length >= batch, BATCH_WITHIN_MS, 20)) === null)
        throw new Error(`${channel}: answers are missing`)
      fleet.forget()
    }
    log(`${channel}: ${written} people have written`)
  }

  const without = await settled()
  await hub.connect(fleet, names.slice(0, 1))
  const one = await settled()
  await hub.connect(fleet, names.slice(1))
  const all = await settled()
  await write(people / 2)
  const half = await settled()
  await write(people / 2)
  const end = await settled()
  return [
    figure(`${channel}, resident with 1 bot`, one.residentMb, 'MB'),
    figure(`${channel}, resident with ${names.length} bots`, all.residentMb, 'MB', { atMost: 400 }),
    figure(`${channel}, live objects a bot`, (all.heapMb - without.heapMb) / names.length, 'MB'),
    figure(`${channel}, live objects more, second ${people / 2} people`, end.heapMb - half.heapMb, 'MB', { atMost: GROWTH_MB }),
    figure(`${channel}, resident more, second ${people / 2} people`, end.residentMb - half.residentMb, 'MB'),
  ]
}
