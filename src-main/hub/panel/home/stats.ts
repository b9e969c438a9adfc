/** The figures of Home: how many, how well, how fast. */
import type { Figures, HomeStats, StatsRange } from '../../../../src-shared/contract/home.ts'
import type { Storage, TurnFigures } from '../../storage/port.ts'
import { stretchEdges } from './stretches.ts'

const withRate = (figures: TurnFigures): Figures => {
  const due = figures.answered + figures.handedOver + figures.failed
  return { ...figures, answerRate: due === 0 ? null : figures.answered / due }
}

export async function readHomeStats(
  { storage, now }: { storage: Storage; now: () => number },
  { range, timeZone, instanceName }: { range: StatsRange; timeZone: string; instanceName?: string },
): Promise<HomeStats> {
  const edges = stretchEdges(range, now(), timeZone)
  const [first = '', last = ''] = [edges[0], edges.at(-1)]
  const lengthMs = Date.parse(last) - Date.parse(first)
  const earlier = [Date.parse(first), now()].map((ms) => new Date(ms - lengthMs).toISOString())
  const [present, previous] = await Promise.all([
    storage.turnStats(edges, instanceName ?? null),
    storage.turnStats(earlier, instanceName ?? null),
  ])
  return {
    total: withRate(present.total),
    previous: withRate(previous.total),
    over: present.stretches.map((figures, index) => ({ ...withRate(figures), from: edges[index] ?? '', to: edges[index + 1] ?? '' })),
    byInstance: Object.entries(present.byInstance)
      .map(([name, figures]) => ({ ...withRate(figures), instanceName: name }))
      .sort((a, b) => b.received - a.received),
    isComplete: present.isComplete,
  }
}
