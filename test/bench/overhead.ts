/**
 * What the product itself adds: from a webhook leaving Evolution to its request arriving at the
 * agent (50 turns a second, gathering off), and from a delta of the agent to its arrival in a
 * client over the WebSocket. Both ends read one clock.
 */
import { callHttp } from '../../src-main/hub/runtime/http/call.ts'
import { startAgentServer } from '../support/agent-server.ts'
import { startEvolutionServer } from '../support/evolution-server.ts'
import { signIn } from '../support/sign-in.ts'
import type { Bench, Figure } from './bench.ts'
import { percentile } from './http-load.ts'
import { linkInstance } from './linked-instance.ts'
import { run, startHubProcess } from './processes.ts'
import { webhookBody } from './webhook-body.ts'
import { withFolder } from './with-folder.ts'

const TURNS_PER_SECOND = 50
const CHATS = 50

async function webhookToAgent(folder: string, turns: number): Promise<Figure[]> {
  const evolution = await startEvolutionServer()
  const sentAt = new Map<string, number>()
  const latencies: number[] = []
  const agent = await startAgentServer({
    onRequest: (body) => {
      const started = sentAt.get(String(body['message_content']))
      if (started !== undefined) latencies.push(performance.now() - started)
    },
  })
  const hub = await startHubProcess(folder)
  try {
    const { secretHeader } = await linkInstance(hub, evolution, 'bench', { agent_api_url: agent.url, message_debounce_ms: 0 })
    const never = new AbortController().signal
    const send = async (n: number) => {
      const text = `turn ${n}`
      const body = webhookBody('bench', n, CHATS).replace('"conversation":"text"', `"conversation":"${text}"`)
      sentAt.set(text, performance.now())
      // The clock runs while this call is on its way: it must not be slower than that of any sender.
      const answer = await callHttp(`http://127.0.0.1:${hub.port}/webhook/evolution/bench`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...secretHeader },
        body,
        signal: never,
      })
      for await (const _ of answer);
    }
    const startedAt = performance.now()
    const sending: Promise<void>[] = []
    for (let n = 0; n < turns; n += 1) {
      const due = startedAt + (n * 1000) / TURNS_PER_SECOND
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())))
      sending.push(send(n))
    }
    await Promise.all(sending)
    await agent.arrived(turns)
    // The first second warms the code up.
    const warm = latencies.slice(TURNS_PER_SECOND)
    return [
      { bench: 'overhead', figure: 'webhook sent to agent asked, p50', value: percentile(warm, 0.5), unit: 'ms', bound: { atMost: 5 } },
      { bench: 'overhead', figure: 'webhook sent to agent asked, p99', value: percentile(warm, 0.99), unit: 'ms', bound: { atMost: 25 } },
    ]
  } finally {
    await hub.stop()
    await evolution.stop()
    await agent.stop()
  }
}

async function deltaToClient(folder: string, answers: number): Promise<Figure[]> {
  const host = run(['test/bench/pipeline-host.ts', 'deltas', String(answers)], {
    OMNI_DATA_DIR: folder,
    OMNI_PORT: '0',
    OMNI_LOG_LEVEL: 'error',
  })
  const [, link = ''] = await host.line(/"link":"([^"]+)"/)
  const { panel, close } = await signIn(link)
  const frames = await panel.live.subscribe()
  await frames.next()
  host.process.stdin?.write('watching\n')
  const latencies: number[] = []
  let ended = 0
  // The loop is left by closing the socket: the client library rejects whatever still waits then.
  await new Promise<void>((resolve) => {
    const read = async () => {
      for await (const frame of frames) {
        const now = performance.timeOrigin + performance.now()
        for (const event of frame.events) {
          if (event.type === 'stream.delta') for (const at of event.text.split(';')) if (at !== '') latencies.push(now - Number(at))
          if (event.type === 'stream.ended') ended += 1
        }
        if (ended >= answers) resolve()
      }
    }
    read().catch(() => resolve())
  })
  close()
  await host.stop()
  return [
    { bench: 'overhead', figure: 'delta emitted to delta in the client, p50', value: percentile(latencies, 0.5), unit: 'ms', bound: null },
    {
      bench: 'overhead',
      figure: 'delta emitted to delta in the client, p99',
      value: percentile(latencies, 0.99),
      unit: 'ms',
      bound: { atMost: 50 },
    },
    { bench: 'overhead', figure: 'deltas lost', value: answers * 40 - latencies.length, unit: '', bound: { atMost: 0 } },
  ]
}

export const overhead: Bench = {
  name: 'overhead',
  run: async ({ isQuick }) => [
    ...(await withFolder((folder) => webhookToAgent(folder, isQuick ? 250 : 1000))),
    ...(await withFolder((folder) => deltaToClient(folder, isQuick ? 40 : 200))),
  ],
}
