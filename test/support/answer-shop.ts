/** A shop whose language model and embeddings are played by aimock, for tests of answers that are given again. */
import { LLMock } from '@copilotkit/aimock'
import type { AnswerCacheSettings } from '../../src-shared/contract/answer-cache.ts'
import type { Trace } from '../../src-shared/contract/traces.ts'
import { type PanelClient, watchLive } from './hub.ts'

type Behaviour = NonNullable<Parameters<PanelClient['instances']['create']>[0]['behaviour']>
export type CacheInput = Partial<Omit<AnswerCacheSettings, 'similar'>> & { similar?: Partial<AnswerCacheSettings['similar']> }

export interface AnswerShop {
  mock: LLMock
  /** Saves the model as an agent; gives its id. */
  agent(panel: PanelClient, flags?: { usesPersonalData?: boolean }): Promise<string>
  /** How often the model was asked for an answer, or for embeddings. */
  asked(what?: 'answers' | 'embeddings'): number
  stop(): Promise<void>
}

/** Every question gets an answer of its own, with the number of the call in it. */
export async function startAnswerShop(): Promise<AnswerShop> {
  const mock = new LLMock({ port: 0 })
  const paths = { answers: '/chat/completions', embeddings: '/embeddings' }
  const asked = (what: keyof typeof paths = 'answers') => mock.getRequests().filter(({ path }) => path.endsWith(paths[what])).length
  mock.onMessage(/weather/i, { content: 'It is sunny.', toolCalls: [{ name: 'get_weather', arguments: '{}' }] })
  mock.onMessage(/everything/i, { content: 'First of all,', finishReason: 'length' })
  mock.onMessage(/patience/i, { content: 'It takes its time. '.repeat(50) }, { latency: 50, chunkSize: 5 })
  mock.onMessage(/.*/s, () => ({ content: `Answer ${asked() + 1}.` }))
  await mock.start()
  return {
    mock,
    asked,
    async agent(panel, flags = { usesPersonalData: false }) {
      const { id } = await panel.agents.create({
        kind: 'openai',
        name: 'Sofia',
        settings: { baseUrl: `${mock.url}/v1`, model: 'gpt-4o' },
        secrets: { apiKey: 'sk-test' },
        flags,
      })
      return id
    },
    stop: () => mock.stop(),
  }
}

/** A simulator instance that is answered by that agent at once, and keeps answers. */
export async function openShop(
  panel: PanelClient,
  name: string,
  agentProfileId: string,
  answerCache: CacheInput = {},
  behaviour: Behaviour = {},
): Promise<void> {
  await panel.instances.create({
    name,
    channel: 'simulator',
    agentProfileId,
    // What it is told of the time would make the answers of a test depend on its clock.
    behaviour: { gatherWindowMs: 0, answerCache: { isOn: true, ...answerCache }, context: { tells: { shop: false } }, ...behaviour },
  })
}

/** What that customer gets for an answer; the trace with it. */
export async function ask(
  panel: PanelClient,
  instanceName: string,
  customerName: string,
  text: string,
): Promise<{ answer: string | null; trace: Trace; conversationId: string }> {
  const live = await watchLive(panel)
  const { id: conversationId } = await panel.simulator.open({ instanceName, customerName })
  const { turnId } = await panel.simulator.say({ conversationId, text, clientId: crypto.randomUUID() })
  const trace = await live.untilTrace((one) => one.id === turnId && one.completedAt !== null)
  live.stop()
  const { said } = await panel.traces.get({ id: turnId })
  return { answer: said.answer[0] ?? null, trace, conversationId }
}

/** What the trace says of the look into the memory; null when there was none. */
export const cacheStepOf = (trace: Trace): string | null => trace.steps.find(({ stage }) => stage === 'answer_cache')?.detail ?? null
