/**
 * The hub that the panel is measured against, in a process of its own: real but for an agent whose
 * words come at a known pace. Steered by JSON lines on standard input, answers with JSON lines:
 *
 *   {"do":"stream","conversations":20,"deltas":150}   so many answers begin at once, a delta every 20 ms
 *                                                     each: "0 1 2 …"; they end with {"do":"finish"}
 *   {"do":"talk","turns":3600,"perSecond":100}        customers write and are answered
 */
import '../../../src-main/heap.ts'

import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { behaviourSchema } from '../../../src-shared/contract/instances.ts'
import { playedAgent } from '../../support/played-agent.ts'
import { startBenchHub } from '../bench-hub.ts'

export type Order =
  | { do: 'stream'; conversations: number; deltas: number }
  | { do: 'finish' }
  | { do: 'talk'; turns: number; perSecond: number }

const DELTA_EVERY_MS = 20
const CUSTOMERS = 200
const report = (facts: object) => console.log(JSON.stringify(facts))
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)))

let finish = Promise.withResolvers<void>()
let written = 0

const agent = playedAgent('Leo', async function* (request) {
  yield { type: 'started' }
  const deltas = /^stream (\d+)$/.exec(request.text)?.[1]
  if (deltas === undefined) yield { type: 'delta', text: `You asked: ${request.text}` }
  else {
    const startedAt = performance.now()
    for (let n = 0; n < Number(deltas); n += 1) {
      await wait(startedAt + n * DELTA_EVERY_MS - performance.now())
      yield { type: 'delta', text: `${n} ` }
    }
    written += 1
    await finish.promise
  }
  yield { type: 'completed', text: null, usage: null, toolCalls: [], userId: null, sessionId: null, wantsHandover: false, raw: null }
})

const panelDirectory = fileURLToPath(new URL('../../../out/renderer', import.meta.url))
const { hub, panel, stop } = await startBenchHub({ agent, panelDirectory })
const behaviour = behaviourSchema.parse({ gatherWindowMs: 0, splitting: 'never', showTyping: false, sendReadReceipts: false })
await panel.instances.create({ name: 'live', channel: 'simulator', behaviour })
const customers: string[] = []
for (let n = 0; n < CUSTOMERS; n += 1)
  customers.push((await panel.simulator.open({ instanceName: 'live', customerName: `Customer ${n}` })).id)
// Only a hub that has caught up is what a person sits before.
while ((await panel.system.home()).counters.queueDepth > 0) await wait(50)
report({ link: await hub.createLoginLink() })

let said = 0
const say = (conversationId: string, text: string) => {
  said += 1
  return panel.simulator.say({ conversationId, text, clientId: `s${said}` })
}

async function obey(order: Order): Promise<void> {
  switch (order.do) {
    case 'stream': {
      finish = Promise.withResolvers<void>()
      written = 0
      const ids = customers.slice(0, order.conversations)
      for (const id of ids) await say(id, `stream ${order.deltas}`)
      report({ streaming: ids })
      while (written < ids.length) await wait(20)
      report({ written })
      break
    }
    case 'finish':
      finish.resolve()
      break
    case 'talk': {
      const startedAt = performance.now()
      for (let n = 0; n < order.turns; n += 1) {
        await wait(startedAt + (n * 1000) / order.perSecond - performance.now())
        await say(customers[n % CUSTOMERS] ?? '', `Question ${n}: do you have any of the small ones left for this afternoon?`)
      }
      report({ talked: order.turns })
      break
    }
  }
}

for await (const line of createInterface({ input: process.stdin })) void obey(JSON.parse(line) as Order)
await stop()
process.exit()
