/**
 * A hub for the benches of the pipeline, in a process of its own: real but for an agent that
 * answers at once (or streams timestamps) and a channel that swallows what is sent and counts it.
 *
 *   node pipeline-host.ts turns N      whole turns, reported as one JSON line
 *   node pipeline-host.ts deltas N     N answers of 40 timestamped deltas; prints a login link first
 */
import '../../src-main/heap.ts'

import { createInterface } from 'node:readline'
import type { ChannelDriver } from '../../src-main/hub/channels/port.ts'
import { driver as simulator } from '../../src-main/hub/channels/simulator/driver.ts'
import { behaviourSchema } from '../../src-shared/contract/instances.ts'
import { playedAgent } from '../support/played-agent.ts'
import { startBenchHub } from './bench-hub.ts'

const [, , mode = 'turns', count = '10000'] = process.argv
const TURNS = Number(count)
const CONVERSATIONS = 200
/** Calls of the driver under way at once: enough to keep every lane busy. */
const IN_FLIGHT = 400
const DELTAS_PER_ANSWER = 40
const DELTA_EVERY_MS = 20

const sink = new Map<string, string[]>()
let sends = 0
let onSend = () => {}

const echo = playedAgent('Instant', async function* (request) {
  yield { type: 'started' }
  if (mode === 'deltas') {
    for (let n = 0; n < DELTAS_PER_ANSWER; n += 1) {
      await new Promise((resolve) => setTimeout(resolve, DELTA_EVERY_MS))
      yield { type: 'delta', text: `${performance.timeOrigin + performance.now()};` }
    }
  } else yield { type: 'delta', text: request.text }
  yield { type: 'completed', text: null, usage: null, toolCalls: [], userId: null, sessionId: null, wantsHandover: false, raw: null }
})

const sinkDriver: ChannelDriver = {
  ...simulator,
  create(context) {
    const channel = simulator.create(context)
    return {
      ...channel,
      async send(part, signal) {
        const list = sink.get(part.chatExternalId) ?? []
        sink.set(part.chatExternalId, list)
        list.push(part.content.type === 'text' ? part.content.text : '')
        sends += 1
        onSend()
        return channel.send(part, signal)
      },
    }
  },
}

const { hub, panel, stop } = await startBenchHub({ agent: echo, drivers: [sinkDriver] })

const behaviour = behaviourSchema.parse({ gatherWindowMs: 0, splitting: 'never', showTyping: false, sendReadReceipts: false })
await panel.instances.create({ name: 'bench', channel: 'simulator', behaviour })
const conversations: string[] = []
for (let n = 0; n < CONVERSATIONS; n += 1)
  conversations.push((await panel.simulator.open({ instanceName: 'bench', customerName: `c${n}` })).id)

let said = 0
/** Says `turns` things, spread over all conversations, and resolves when as many answers were sent. */
async function talk(turns: number): Promise<void> {
  const first = said
  const goal = sends + turns
  const allSent = new Promise<void>((resolve) => {
    onSend = () => {
      if (sends >= goal) resolve()
    }
  })
  const speak = async () => {
    while (said < first + turns) {
      const n = said
      said += 1
      await panel.simulator.say({ conversationId: conversations[n % CONVERSATIONS] ?? '', text: String(n), clientId: String(n) })
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, speak))
  await allSent
}

const report = (facts: object) => console.log(JSON.stringify(facts))

switch (mode) {
  case 'turns': {
    await talk(2000)
    const startedAt = performance.now()
    await talk(TURNS)
    const seconds = (performance.now() - startedAt) / 1000
    const answers = [...sink.values()]
    const all = answers.flat()
    const isOrdered = (list: string[]) => list.every((text, index) => index === 0 || Number(text) > Number(list[index - 1]))
    report({
      perSecond: TURNS / seconds,
      lost: said - new Set(all).size,
      twice: all.length - new Set(all).size,
      unordered: answers.filter((list) => !isOrdered(list)).length,
    })
    break
  }
  case 'deltas': {
    report({ link: await hub.createLoginLink() })
    // The client says on standard input that it is watching.
    await new Promise<void>((resolve) => createInterface({ input: process.stdin }).once('line', () => resolve()))
    for (let n = 0; n < TURNS; n += CONVERSATIONS / 10) await talk(CONVERSATIONS / 10)
    // The client still reads what was the last: whoever started this process ends it.
    await new Promise(() => {})
    break
  }
}
await stop()
process.exit()
