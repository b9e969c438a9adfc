/** A shop on a fake Evolution server, with a real hub and an agent that says what the test tells it to. */
import { readFileSync } from 'node:fs'
import type { Behaviour } from '../../src-shared/contract/instances.ts'
import type { Trace } from '../../src-shared/contract/traces.ts'
import { type FakeEvolution, startEvolutionServer } from './evolution-server.ts'
import { startTestHub, type TestHub, watchLive } from './hub.ts'
import { saveAgent } from './saved-agent.ts'
import { createTypist, type Typist } from './typist.ts'

export interface CaseStep {
  event: string
  instance: string
  data: Record<string, unknown>
}

/** A file of `test/fixtures/cases`: inputs from the field. They call the gather window what it was called when they were recorded. */
export const readCase = <T>(name: string): T =>
  JSON.parse(
    readFileSync(new URL(`../fixtures/cases/${name}.json`, import.meta.url), 'utf8').replaceAll('"debounceMs"', '"gatherWindowMs"'),
  ) as T

export interface EvolutionShop {
  evolution: FakeEvolution
  omni: TestHub
  typist: Typist
  readonly live: Awaited<ReturnType<typeof watchLive>>
  /** A webhook as it stands in a case; `messageTimestamp` is replaced by `at` (milliseconds), where it is given. */
  play(step: CaseStep, at?: number): Promise<void>
  /** The trace of a platform's message, once it has ended. */
  ended(externalId: string): Promise<Trace>
  restart(meanwhile?: () => Promise<void>): Promise<void>
  stop(): Promise<void>
}

/** @param behaviour what differs from one message, one answer, at once */
export async function openEvolutionShop(behaviour: Partial<Behaviour> = {}): Promise<EvolutionShop> {
  const evolution = await startEvolutionServer()
  const typist = createTypist()
  const omni = await startTestHub({ agents: typist.agents })
  await omni.panel.instances.create({
    isAnswering: true,
    name: 'shop',
    channel: 'whatsapp',
    provider: 'evolution',
    settings: { url: evolution.url },
    secrets: { apiKey: evolution.apiKey },
    agentProfileId: await saveAgent(omni.panel, { url: 'http://127.0.0.1:9', agentId: 'sofia' }),
    behaviour: { gatherWindowMs: 0, splitPauseMinMs: 0, splitPauseMaxMs: 0, ...behaviour },
  })
  await omni.panel.instances.connect({ name: 'shop' })
  const connection = await omni.panel.instances.watchConnection({ name: 'shop' })
  evolution.scan('shop')
  for await (const state of connection) if (state.state === 'connected') break
  let live = await watchLive(omni.panel)
  return {
    evolution,
    omni,
    typist,
    get live() {
      return live
    },
    async play({ event, data }, at) {
      const dated = at === undefined ? data : { ...data, messageTimestamp: Math.floor(at / 1000) }
      const hooks = await evolution.emit('shop', event, dated)
      const refused = hooks.find(({ outcome }) => outcome !== 'delivered')
      if (refused !== undefined) throw new Error(`the webhook was not taken: ${refused.answer}`)
    },
    ended: (externalId) => live.untilTrace((trace) => trace.messageExternalId === externalId && trace.completedAt !== null),
    async restart(meanwhile) {
      live.stop()
      await omni.restart(meanwhile)
      live = await watchLive(omni.panel)
    },
    async stop() {
      live.stop()
      await omni.stop()
      await evolution.stop()
    },
  }
}
