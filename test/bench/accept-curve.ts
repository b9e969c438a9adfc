/**
 * Acknowledgements a second over the number of connections: more connections must not be answered more slowly, neither
 * in all where few calls at once begin to count as many. Short slices by turns, so that whatever else the machine is at
 * hits all alike. Messages are gathered for longer than a slice takes, as in `accept.ts`.
 */
import { startEvolutionServer } from '../support/evolution-server.ts'
import type { Figure } from './bench.ts'
import { load } from './http-load.ts'
import { linkInstance } from './linked-instance.ts'
import { startHubProcess } from './processes.ts'
import { webhookBody } from './webhook-body.ts'
import { withFolder } from './with-folder.ts'

const CONNECTIONS = [1, 4, 8, 12, 16, 24, 32, 64]
const SLICE_MS = 400
const CHATS = 200
/** Of the noise: as much lower than the best of fewer connections a rate may be. */
const TOLERANCE = 0.1

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

export const acceptCurve = ({ isQuick, log }: { isQuick: boolean; log(line: string): void }): Promise<Figure[]> =>
  withFolder(async (folder) => {
    const evolution = await startEvolutionServer()
    const hub = await startHubProcess(folder)
    try {
      const { secretHeader: headers } = await linkInstance(hub, evolution, 'bench', {
        message_debounce_ms: 1000,
        message_debounce_max_ms: 10_000,
      })
      let n = 0
      const body = () => {
        n += 1
        return webhookBody('bench', n, CHATS)
      }
      const rates = new Map(CONNECTIONS.map((connections) => [connections, [] as number[]]))
      // The first round warms it up.
      for (let round = 0; round <= (isQuick ? 2 : 5); round += 1) {
        for (const connections of CONNECTIONS) {
          const result = await load({ port: hub.port, path: '/webhook/evolution/bench', headers, connections, durationMs: SLICE_MS, body })
          if (result.failures > 0) throw new Error(`${result.failures} webhooks were not accepted`)
          if (round > 0) rates.get(connections)?.push(result.perSecond)
          await hub.whenIdle()
        }
      }
      const curve = [...rates].map(([connections, each]) => ({ connections, perSecond: median(each) }))
      let best = 0
      let least = Number.POSITIVE_INFINITY
      for (const { perSecond } of curve) {
        if (best > 0) least = Math.min(least, perSecond / best)
        best = Math.max(best, perSecond)
      }
      log(`acknowledged: ${curve.map(({ connections, perSecond }) => `${connections} connections ${perSecond.toFixed(0)}/s`).join(', ')}`)
      log(`the curve ${least >= 1 - TOLERANCE ? 'rises' : 'FALLS'} (within ${TOLERANCE * 100} %)`)
      return [
        ...curve.map(({ connections, perSecond }) => ({
          bench: 'accept',
          figure: `by ${connections} connection${connections === 1 ? '' : 's'}`,
          value: perSecond,
          unit: '/s',
          bound: null,
        })),
        {
          bench: 'accept',
          figure: 'least rate against the best of fewer connections',
          value: least,
          unit: '',
          bound: { atLeast: 1 - TOLERANCE },
        },
      ]
    } finally {
      await hub.stop()
      await evolution.stop()
    }
  })
