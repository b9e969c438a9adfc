/**
 * A hub for the bench of streams, in a process of its own: real, with an OpenAI-compatible agent at
 * the given address and a channel that swallows what is sent and says when the first words came.
 *
 *   node stream-host.ts URL     prints a login link, then does what each line of JSON on its input says
 */
import '../../src-main/heap.ts'

import { createInterface } from 'node:readline'
import { openai } from '../../src-main/hub/agents/openai.ts'
import { createAgentRegistry } from '../../src-main/hub/agents/registry.ts'
import type { ChannelDriver } from '../../src-main/hub/channels/port.ts'
import { driver as simulator } from '../../src-main/hub/channels/simulator/driver.ts'
import { behaviourSchema } from '../../src-shared/contract/instances.ts'
import { saveAgent } from '../support/saved-agent.ts'
import { startBenchHub } from './bench-hub.ts'

/** `streams` answers at once, until `total` were given; the agent is told how many pieces each has. */
export interface StreamOrder {
  id: number
  streams: number
  total: number
  pieces: number
}

const [, , baseUrl = ''] = process.argv
const report = (facts: object) => console.log(JSON.stringify(facts))
const clock = () => performance.timeOrigin + performance.now()

let firstWords: number[] = []
let onEnd = () => {}

const sinkDriver: ChannelDriver = {
  ...simulator,
  create(context) {
    const channel = simulator.create(context)
    return {
      ...channel,
      async send(part, signal) {
        const text = part.content.type === 'text' ? part.content.text : ''
        const said = /^Hello (\d+\.\d+)$/.exec(text)?.[1]
        if (said !== undefined) firstWords.push(clock() - Number(said))
        if (text.endsWith('the end.')) onEnd()
        return channel.send(part, signal)
      },
    }
  },
}

const { hub, panel } = await startBenchHub({ agent: createAgentRegistry()['house'] ?? openai, drivers: [sinkDriver] })
const agentProfileId = await saveAgent(panel, { kind: 'openai', baseUrl, model: 'bench', timeoutMs: 600_000 })
await panel.instances.create({
  name: 'bench',
  channel: 'simulator',
  agentProfileId,
  behaviour: behaviourSchema.parse({
    gatherWindowMs: 0,
    showTyping: false,
    sendReadReceipts: false,
    splitPauseMinMs: 0,
    splitPauseMaxMs: 0,
  }),
})
const conversations: string[] = []
let said = 0

async function run({ id, streams, total, pieces }: StreamOrder): Promise<void> {
  while (conversations.length < streams)
    conversations.push((await panel.simulator.open({ instanceName: 'bench', customerName: `c${conversations.length}` })).id)
  let ended = 0
  let begun = 0
  const startedAt = process.cpuUsage()
  firstWords = []
  await new Promise<void>((resolve) => {
    const begin = () => {
      const conversationId = conversations[begun % streams] ?? ''
      begun += 1
      said += 1
      void panel.simulator.say({ conversationId, text: `pieces ${pieces}`, clientId: String(said) })
    }
    onEnd = () => {
      ended += 1
      if (ended === total) resolve()
      else if (begun < total) begin()
    }
    for (let n = 0; n < Math.min(streams, total); n += 1) begin()
  })
  const { user, system } = process.cpuUsage(startedAt)
  report({ done: id, cpuMs: (user + system) / 1000, firstWords })
}

report({ link: await hub.createLoginLink() })
for await (const line of createInterface({ input: process.stdin })) await run(JSON.parse(line) as StreamOrder)
