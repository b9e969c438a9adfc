/**
 * How much a durable acknowledgement costs: webhooks per second that the hub answers once they are
 * on disk (synchronous=FULL), against a bare Fastify handler, in alternating slices of one run. Before
 * a slice of the bare handler the hub has worked off what the rush left, so that it has the machine
 * for itself. A rush of the hub is two slices, of which the first is reported separately: how it begins. After a rest in
 * which memory was given back it begins more slowly, because it has to compile again; that is reported separately, too.
 *
 * The instance gathers a customer's messages until 5 s without any, so that a slice measures acceptance;
 * agents and sends have their own benches.
 */
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { startEvolutionServer } from '../support/evolution-server.ts'
import { acceptCurve } from './accept-curve.ts'
import type { Bench, Figure } from './bench.ts'
import { type LoadResult, load } from './http-load.ts'
import { linkInstance } from './linked-instance.ts'
import { type HubProcess, processorTimeUs, quiet, run, startHubProcess } from './processes.ts'
import { webhookBody } from './webhook-body.ts'
import { withFolder } from './with-folder.ts'

const CONNECTIONS = 64
const CHATS = 200
const WARM_UP = 3
/** Long enough for memory to be given back (`hub/observe/give-back.ts`). */
const REST_MS = 45_000
const RESTS = 3
const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

const count = (db: Database.Database, sql: string): number => db.prepare<[], number>(sql).pluck().get() ?? 0

/**
 * Resolves to the seconds it took until the journal was empty and everybody had an answer, and once what was said is
 * searchable and counted: the hub does that when it has time, and would take it from the next slice.
 */
async function workedOff(hub: HubProcess): Promise<number> {
  const startedAt = performance.now()
  await hub.whenIdle()
  const tookS = (performance.now() - startedAt) / 1000
  await quiet(hub.pid)
  return tookS
}

const inARush: Bench['run'] = ({ isQuick, log }) =>
  withFolder(async (folder) => {
    const bare = run(['test/bench/bare-server.ts'])
    const [, barePort = ''] = await bare.line(/bare at http:\/\/127\.0\.0\.1:(\d+)/)
    const evolution = await startEvolutionServer()
    const hub = await startHubProcess(folder)
    try {
      const { secretHeader } = await linkInstance(hub, evolution, 'bench', {
        message_debounce_ms: 5_000,
        message_debounce_max_ms: 60_000,
      })
      let n = 0
      const body = () => {
        n += 1
        return webhookBody('bench', n, CHATS)
      }
      const durationMs = isQuick ? 1000 : 1500
      const slices = isQuick ? 2 : 9
      const slice = async (port: number) => {
        const path = '/webhook/evolution/bench'
        const result = await load({ port, path, headers: secretHeader, connections: CONNECTIONS, durationMs, body })
        if (result.failures > 0) throw new Error(`${result.failures} webhooks were not accepted`)
        return result
      }
      /** The slice, and what a request of it cost each kind of thread of the server, in microseconds. */
      const measured = async (port: number, pid: number): Promise<LoadResult & { costs: string }> => {
        const before = processorTimeUs(pid)
        const result = await slice(port)
        const costs = [...processorTimeUs(pid)]
          .map(([name, us]) => ({ name, each: (us - (before.get(name) ?? 0)) / result.requests }))
          .filter(({ each }) => each >= 0.5)
          .map(({ name, each }) => `${name} ${each.toFixed(0)}`)
        return { ...result, costs: costs.join(' + ') }
      }
      // Until both are compiled: the hub's helper threads are at it for the first seconds of a rush.
      for (let round = 0; round < WARM_UP; round += 1) {
        await slice(Number(barePort))
        await slice(hub.port)
        await workedOff(hub)
      }
      const ratios: number[] = []
      const firstRatios: number[] = []
      const p99s: number[] = []
      const bareP99s: number[] = []
      let accepted = 0
      const bareSlice = () => measured(Number(barePort), bare.process.pid ?? 0)
      let base = await bareSlice()
      for (let round = 0; round < slices; round += 1) {
        const first = await slice(hub.port)
        const own = await measured(hub.port, hub.pid)
        accepted += first.requests + own.requests
        const behindS = await workedOff(hub)
        log(
          `bare ${base.perSecond.toFixed(0)}/s (${base.costs} µs), p99 ${base.p99Ms.toFixed(2)} ms; hub ${first.perSecond.toFixed(0)}, then ${own.perSecond.toFixed(0)}/s (${own.costs} µs), p50 ${own.p50Ms.toFixed(2)} ms, p99 ${own.p99Ms.toFixed(2)} ms, worked off ${behindS.toFixed(1)} s later`,
        )
        const next = await bareSlice()
        const barePerSecond = (base.perSecond + next.perSecond) / 2
        firstRatios.push(first.perSecond / barePerSecond)
        ratios.push(own.perSecond / barePerSecond)
        p99s.push(own.p99Ms)
        bareP99s.push(base.p99Ms)
        base = next
      }
      const restedRatios: number[] = []
      for (let round = 0; round < (isQuick ? 0 : RESTS); round += 1) {
        await setTimeout(REST_MS)
        const base = await slice(Number(barePort))
        const rested = await slice(hub.port)
        accepted += rested.requests
        restedRatios.push(rested.perSecond / base.perSecond)
        await workedOff(hub)
      }
      await hub.stop()
      // What was acknowledged in the rush and not taken in yet is in the journal, for the next start.
      const db = new Database(join(folder, 'omni.db'), { readonly: true })
      const stored = count(db, 'SELECT count(*) FROM messages') + count(db, 'SELECT coalesce(sum(count), 0) FROM call_journal')
      db.close()
      if (stored < accepted) throw new Error(`${accepted} were acknowledged, ${stored} are stored`)
      const figures: Figure[] = [
        { bench: 'accept', figure: 'ratio to bare Fastify', value: median(ratios), unit: '', bound: { atLeast: 0.7 } },
        { bench: 'accept', figure: 'ratio in the first moments of a rush', value: median(firstRatios), unit: '', bound: null },
        { bench: 'accept', figure: 'p99', value: median(p99s), unit: 'ms', bound: { atMost: 15 } },
        { bench: 'accept', figure: 'p99 of bare Fastify', value: median(bareP99s), unit: 'ms', bound: null },
        { bench: 'accept', figure: 'acknowledged and stored', value: accepted, unit: 'webhooks', bound: null },
      ]
      if (restedRatios.length === 0) return figures
      return [
        ...figures,
        { bench: 'accept', figure: 'ratio in the first moments after a rest', value: median(restedRatios), unit: '', bound: null },
      ]
    } finally {
      await hub.stop()
      await evolution.stop()
      await bare.stop()
    }
  })

export const accept: Bench = {
  name: 'accept',
  run: async (options) => [...(await acceptCurve(options)), ...(await inARush(options))],
}
