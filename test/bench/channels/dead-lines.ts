/** A line that falls silent without being closed: how soon that is noticed and shown, and that nobody is lost by it. */
import type { Figure } from '../bench.ts'
import { figure } from './figure.ts'
import type { Fleet } from './fleet.ts'
import type { BenchHub } from './hub-process.ts'
import { until } from './protocol.ts'

const NOTICED_WITHIN_S = 60
const PATIENCE_MS = 120_000

export async function deadLines(hub: BenchHub, fleets: Fleet[]): Promise<Figure[]> {
  const answered = (fleet: Fleet, text: string) => until(() => fleet.answers().includes(`You said: ${text}`), PATIENCE_MS)
  const each = fleets.map(async (fleet) => {
    // The worst moment: something has just come, so that silence begins from nothing.
    fleet.say(0, 0, 'before')
    await answered(fleet, 'before')
    fleet.silence()
    const noticedMs = await until(async () => !(await hub.areConnected(fleet)), PATIENCE_MS, 100)
    fleet.say(0, 0, 'into the silence', false)
    fleet.speakAgain()
    const isAnswered = (await answered(fleet, 'into the silence')) !== null
    return [
      figure(`${fleet.channel}, dead line noticed and shown after`, (noticedMs ?? Number.NaN) / 1000, 's', { atMost: NOTICED_WITHIN_S }),
      figure(`${fleet.channel}, questions lost by a dead line`, isAnswered ? 0 : 1, '', { atMost: 0 }),
    ]
  })
  return (await Promise.all(each)).flat()
}
