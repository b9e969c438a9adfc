/** What happens in the very moment between the last word of the agent and the first that is sent. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createAgentProfileSchema } from '../../../src-shared/contract/agents.ts'
import { type AgentServer, startAgentServer } from '../../../test/support/agent-server.ts'
import { type ComposedHub, composeHub } from '../../../test/support/composed-hub.ts'
import { createScriptedChannel, type ScriptedChannel, textFrom } from '../../../test/support/scripted-channel.ts'
import type { ChannelEvent } from '../channels/port.ts'
import type { TurnRecord } from '../storage/records.ts'

const ANA = '15551'

let server: AgentServer
let hub: ComposedHub
let channel: ScriptedChannel

beforeAll(async () => {
  server = await startAgentServer()
})
afterAll(() => server.stop())
beforeEach(async () => {
  server.reset()
  channel = createScriptedChannel({ protectsNumber: false })
  hub = await composeHub({ drivers: [channel.driver] })
  const { id } = await hub.services.agentProfiles.create(
    createAgentProfileSchema.parse({ kind: 'automagik', name: 'Sofia', settings: { url: server.url, agentId: 'sofia' } }),
  )
  await hub.addAccount({
    name: 'shop',
    channel: 'whatsapp',
    provider: 'scripted',
    isAnswering: true,
    agentProfileId: id,
    behaviour: { gatherWindowMs: 1, gatherWindowMaxMs: 300_000, splitPauseMinMs: 0, splitPauseMaxMs: 0, streaming: 'whole' },
  })
})
afterEach(() => hub.stop())

const tell = (...events: ChannelEvent[]) => hub.services.receive(hub.services.instances.get('shop'), events)
const change = (input: Record<string, unknown>) => hub.services.instances.update({ name: 'shop', ...input })
const asked = () => [...server.counts().keys()]
const heard = () => channel.sent.length

/** Ana asks; `happen` happens as the storage is asked for `operation` for the first time after the agent has answered. */
async function ask(operation: string, happen: (turnId: string) => Promise<unknown>): Promise<TurnRecord> {
  let hasHappened = false
  let turnId = ''
  hub.database.before = async (called) => {
    if (called !== operation || hasHappened || server.total() === 0) return
    hasHappened = true
    expect(heard()).toBe(0)
    await happen(turnId)
  }
  const [accepted] = await tell(textFrom(ANA, 'How much is a cake?', { externalId: 'first' }))
  turnId = accepted?.turnId ?? ''
  await hub.services.pipeline.idle()
  expect(hasHappened).toBe(true)
  return hub.turn(turnId)
}
const takeOver = async (turnId: string) => hub.services.ownership.takeOver((await hub.turn(turnId)).conversationId ?? '', 'Bia', null)
const edit = () => tell({ type: 'edit', externalId: 'first', text: 'How much is a pie?', at: new Date().toISOString() })
const revoke = () => tell({ type: 'revoke', externalId: 'first', at: new Date().toISOString() })

describe('in the moment of the last look', () => {
  const LOOK = 'getConversation'

  it('a message that comes is thought about with the one before, and both are answered once', async () => {
    const turn = await ask(LOOK, () => tell(textFrom(ANA, 'A big one')))
    expect([heard(), server.total()]).toEqual([1, 2])
    expect(asked()[1]).toMatch(/How much is a cake\?[\s\S]*A big one/)
    expect(turn).toMatchObject({ state: 'completed', messageCount: 2 })
    expect(turn.steps.filter(({ stage }) => stage === 'think').map(({ status, detail }) => [status, detail])).toEqual([
      ['stopped', 'A newer message came before the answer was sent; thinking again with it.'],
      ['ok', expect.any(String)],
    ])
  })

  it('a message that comes and is not to be answered holds nothing up', async () => {
    const turn = await ask(LOOK, () => tell(textFrom(ANA, '', { kind: 'system' })))
    expect([turn.state, heard(), server.total()]).toEqual(['completed', 1, 1])
  })

  it('a person who takes it over is left to answer', async () => {
    const turn = await ask(LOOK, takeOver)
    expect([turn.state, turn.stopCode, heard()]).toEqual(['stopped', 'paused', 0])
  })

  it('answering that is stopped for the account stops this answer', async () => {
    const turn = await ask(LOOK, () => change({ isAnswering: false }))
    expect([turn.state, turn.stopCode, heard()]).toEqual(['stopped', 'not_answering', 0])
  })

  it('a sender who is blocked hears nothing', async () => {
    const turn = await ask(LOOK, () => hub.services.access.create({ instanceName: null, pattern: ANA, type: 'block', reason: null }))
    expect([turn.state, turn.stopCode, heard()]).toEqual(['stopped', 'access_denied', 0])
  })

  it('a message that is edited is thought about again', async () => {
    const turn = await ask(LOOK, edit)
    expect([turn.state, heard(), asked()]).toEqual(['completed', 1, ['How much is a cake?', 'How much is a pie?']])
    expect(turn.steps.find(({ stage }) => stage === 'think')?.detail).toBe(
      'The customer changed or deleted a message before the answer was sent; thinking again.',
    )
  })

  it('a message that is deleted is not answered', async () => {
    const turn = await ask(LOOK, revoke)
    expect([turn.state, turn.stopCode, heard()]).toEqual(['stopped', 'deleted', 0])
  })
})

describe('in the moment after it, as the answer is written down to be sent', () => {
  const WRITTEN = 'planAnswer'

  it('a message that comes is answered separately, after it', async () => {
    let second = ''
    const turn = await ask(WRITTEN, async () => {
      second = (await tell(textFrom(ANA, 'A big one')))[0]?.turnId ?? ''
    })
    expect([turn.state, (await hub.turn(second)).state]).toEqual(['completed', 'completed'])
    expect([heard(), asked()]).toEqual([2, ['How much is a cake?', 'A big one']])
  })

  it('a person who takes it over has the answer go out whole, as set up', async () => {
    const turn = await ask(WRITTEN, takeOver)
    expect([turn.state, heard()]).toEqual(['completed', 1])
  })

  it('a message that is edited has its answer stay, and the trace says so', async () => {
    const turn = await ask(WRITTEN, edit)
    expect([turn.state, heard(), server.total()]).toEqual(['completed', 1, 1])
    expect(turn.steps.map(({ detail }) => detail)).toContain(
      'The customer changed or deleted a message when a part of its answer had left: the answer stays.',
    )
  })
})
