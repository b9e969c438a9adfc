/**
 * From a piece of an answer leaving the agent's server to its arrival in a client of the panel, with
 * many answers at once; what that costs; when a customer sees the first words; and whether memory
 * grows. The agent is an HTTP server of the bench; all ends read one clock.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { signIn } from '../support/sign-in.ts'
import type { Bench, Figure } from './bench.ts'
import { percentile } from './http-load.ts'
import { residentMb, run } from './processes.ts'
import type { StreamOrder } from './stream-host.ts'
import { withFolder } from './with-folder.ts'

const PER_SECOND = 50
const SETTLE_MS = 5000
const clock = () => performance.timeOrigin + performance.now()
const chunk = (content: string, finish: string | null = null) =>
  `data: ${JSON.stringify({ model: 'bench', choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`

/** A model that greets in a paragraph of its own and then writes as many timestamps as it is asked for, at an even pace. */
async function startModel() {
  let streams = 0
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    const pieces = Number(/pieces (\d+)"?[^"]*$/.exec(JSON.parse(body).messages.at(-1).content)?.[1] ?? 0)
    const number = streams
    streams += 1
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.socket?.setNoDelay(true)
    response.write(chunk(`Hello ${clock()}\n\n`))
    const startedAt = performance.now()
    for (let n = 1; n <= pieces; n += 1) {
      const due = startedAt + (n * 1000) / PER_SECOND
      if (pieces > 3) await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())))
      response.write(chunk(`${number}@${clock()};`))
    }
    response.write(chunk(' the end.', 'stop'))
    response.end('data: [DONE]\n\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    stop: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function watch(link: string, onPiece: (text: string) => void): Promise<() => void> {
  const { panel, close } = await signIn(link)
  const frames = await panel.live.subscribe()
  await frames.next()
  const read = async () => {
    for await (const frame of frames) {
      for (const event of frame.events) {
        if (event.type === 'stream.delta') onPiece(event.text)
        // After its first paragraph an answer goes on in another bubble, which begins with what is there already.
        else if (event.type === 'stream.started') onPiece(event.stream.text)
      }
    }
  }
  read().catch(() => {})
  return close
}

export const stream: Bench = {
  name: 'stream',
  run: ({ isQuick, log }) =>
    withFolder(async (folder) => {
      const model = await startModel()
      const host = run(['test/bench/stream-host.ts', model.url], { OMNI_DATA_DIR: folder, OMNI_PORT: '0', OMNI_LOG_LEVEL: 'error' })
      const [, link = ''] = await host.line(/"link":"([^"]+)"/)
      const seen = new Map<string, number>()
      const unwatch = await watch(link, (text) => {
        const now = clock()
        for (const [piece, at] of text.matchAll(/\d+@(\d+\.?\d*);/g)) if (!seen.has(piece)) seen.set(piece, now - Number(at))
      })
      let orders = 0
      const order = async (what: Omit<StreamOrder, 'id'>) => {
        orders += 1
        host.process.stdin?.write(`${JSON.stringify({ id: orders, ...what })}\n`)
        const [line = '{}'] = await host.line(new RegExp(`\\{"done":${orders},.*\\}`))
        return JSON.parse(line) as { cpuMs: number; firstWords: number[] }
      }
      const streams = isQuick ? 20 : 100
      const pieces = PER_SECOND * (isQuick ? 2 : 10)
      await order({ streams, total: streams, pieces: PER_SECOND })
      seen.clear()
      const { cpuMs, firstWords } = await order({ streams, total: streams, pieces })
      const deltas = streams * pieces
      const latencies = [...seen.values()]
      log(`${seen.size} of ${deltas} pieces seen`)
      const figures: Figure[] = [
        { bench: 'stream', figure: `${streams} streams: agent to panel, p50`, value: percentile(latencies, 0.5), unit: 'ms', bound: null },
        {
          bench: 'stream',
          figure: `${streams} streams: agent to panel, p99`,
          value: percentile(latencies, 0.99),
          unit: 'ms',
          bound: { atMost: 30 },
        },
        { bench: 'stream', figure: 'pieces lost', value: deltas - seen.size, unit: '', bound: { atMost: 0 } },
        { bench: 'stream', figure: 'processor time for 1,000 deltas', value: (cpuMs / deltas) * 1000, unit: 'ms', bound: null },
        {
          bench: 'stream',
          figure: 'first paragraph to the channel, p99',
          value: percentile(firstWords, 0.99),
          unit: 'ms',
          bound: { atMost: 200 },
        },
      ]
      unwatch()
      const many = isQuick ? 500 : 10_000
      // What a run of that many keeps once (caches, pages of the database) is no growth.
      await order({ streams: 50, total: Math.ceil(many / 5), pieces: 3 })
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
      const before = residentMb(host.process.pid ?? 0)
      await order({ streams: 50, total: many, pieces: 3 })
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
      const after = residentMb(host.process.pid ?? 0)
      await host.stop()
      model.stop()
      figures.push({ bench: 'stream', figure: `growth over ${many} streams`, value: after - before, unit: 'MB', bound: { atMost: 20 } })
      return figures
    }),
}
