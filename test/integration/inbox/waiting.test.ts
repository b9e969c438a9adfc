/** When a person is needed, and what is waiting for one: drafts and failed answers. */

import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Conversation } from '../../../src-shared/contract/conversations.ts'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'
import { saveAgent } from '../../support/saved-agent.ts'

let omni: TestHub
let live: Awaited<ReturnType<typeof watchLive>>
let conversation: Conversation
let said = 0

beforeEach(async () => {
  omni = await startTestHub()
  live = await watchLive(omni.panel)
})
afterEach(async () => {
  live.stop()
  await omni.stop()
})

async function shop(extra: Partial<Parameters<TestHub['panel']['instances']['create']>[0]> = {}): Promise<void> {
  await omni.panel.instances.create({
    name: 'shop',
    channel: 'simulator',
    house: { openingHours: 'We open at 9.', greeting: 'Hi!' },
    ...extra,
    behaviour: { gatherWindowMs: 0, splitPauseMinMs: 0, splitPauseMaxMs: 0, ...extra.behaviour },
  })
  conversation = await omni.panel.simulator.open({ instanceName: 'shop' })
}
const say = async (text: string) => {
  said += 1
  const { turnId } = await omni.panel.simulator.say({ conversationId: conversation.id, text, clientId: `w${said}` })
  return live.untilTrace((trace) => trace.id === turnId && trace.completedAt !== null)
}
const read = () => omni.panel.conversations.get({ id: conversation.id })
const thread = async () =>
  (await omni.panel.conversations.messages({ conversationId: conversation.id })).items.map((message) => message.event?.type ?? message.text)
const list = async (filter: { waiting?: true; failed?: true }) => (await omni.panel.conversations.list(filter)).items.map((item) => item.id)
/** The events of ownership follow the end of the turn. */
const untilOwner = (kind: string) => live.until((event) => event.type === 'conversation.changed' && event.conversation.owner.kind === kind)

it('asks for a person when the agent hands over, goes on answering, and is done when a person replies', async () => {
  await shop()
  await say('I lost my umbrella yesterday')
  await untilOwner('waiting')
  expect((await read()).owner).toMatchObject({ kind: 'waiting', reason: 'handover' })
  expect(await list({ waiting: true })).toEqual([conversation.id])
  expect(await say('When do you open?')).toMatchObject({ state: 'completed' })
  expect((await read()).owner.kind).toBe('waiting')
  await omni.panel.conversations.sendText({ conversationId: conversation.id, text: 'We have it', clientId: 'x', by: 'Ana' })
  expect((await read()).owner).toMatchObject({ kind: 'person', name: 'Ana', reason: null })
  expect(await list({ waiting: true })).toEqual([])
})

it('counts an answer that a colleague will answer as handed over, and not as answered', async () => {
  await shop()
  await say('I lost my umbrella yesterday')
  await say('When do you open?')
  const { total } = await omni.panel.home.stats({ range: '24h' })
  expect(total).toMatchObject({ received: 2, answered: 1, handedOver: 1, failed: 0, answerRate: 0.5 })
  expect(await omni.panel.contacts.ofConversation({ conversationId: conversation.id })).toMatchObject({ history: { answeredCount: 1 } })
})

it('counts every message of a burst that was handed over as handed over, and its trace says so', async () => {
  await shop({ behaviour: { gatherWindowMs: 1000, gatherWindowMaxMs: 10_000 } })
  const [first, second] = await Promise.all(
    ['I lost my umbrella', 'Yesterday it was', 'It is red'].map((text) =>
      omni.panel.simulator.say({ conversationId: conversation.id, text, clientId: text }),
    ),
  )
  const leader = await live.untilTrace((trace) => trace.id === first?.turnId && trace.completedAt !== null)
  expect(leader).toMatchObject({ isHandedOver: true, messageCount: 3, reason: 'The customer was told that a person will answer.' })
  expect(await omni.panel.traces.get({ id: second?.turnId ?? '' })).toMatchObject({ trace: { state: 'merged' } })
  expect((await omni.panel.home.stats({ range: '24h' })).total).toMatchObject({ received: 3, answered: 0, handedOver: 3 })
})

it('marks those that wait for a person as handled together, and undoes that', async () => {
  await shop()
  await say('I lost my umbrella yesterday')
  await untilOwner('waiting')
  const handled = await omni.panel.conversations.markHandled({ conversationIds: [conversation.id], by: 'Ana' })
  expect(handled).toEqual([{ conversationId: conversation.id, reason: 'handover' }])
  expect(await list({ waiting: true })).toEqual([])
  expect(await omni.panel.conversations.markHandled({ conversationIds: [conversation.id], by: 'Ana' })).toEqual([])
  await omni.panel.conversations.waitAgain(handled)
  expect((await read()).owner).toMatchObject({ kind: 'waiting', reason: 'handover' })
})

it('asks for a person when the agent failed, and says so in the list until an answer succeeds', async () => {
  const agentProfileId = await saveAgent(omni.panel, { url: 'http://127.0.0.1:9', timeoutMs: 1000 })
  await shop({ agentProfileId, behaviour: { fallback: { unreachable: '' } } })
  expect(await say('hello')).toMatchObject({ state: 'failed' })
  await untilOwner('waiting')
  expect(await read()).toMatchObject({ owner: { kind: 'waiting', reason: 'agent_failed' }, lastAnswerFailed: true })
  expect(await list({ failed: true })).toEqual([conversation.id])
  await omni.panel.conversations.giveBack({ conversationId: conversation.id, by: 'Ana' })
  await omni.panel.instances.update({ name: 'shop', agentProfileId: 'house' })
  expect(await say('When do you open?')).toMatchObject({ state: 'completed' })
  expect(await read()).toMatchObject({ owner: { kind: 'bot' }, lastAnswerFailed: false })
  expect(await list({ failed: true })).toEqual([])
}, 60_000)

it('keeps an answer as a draft until a person approves it, through a restart', async () => {
  await shop({ behaviour: { answersNeedApproval: true, splitting: 'never' } })
  const trace = await say('When do you open?')
  expect(trace).toMatchObject({ state: 'stopped', stopCode: 'awaiting_approval' })
  expect(await thread()).toEqual(['When do you open?'])
  await omni.restart()
  live.stop()
  live = await watchLive(omni.panel)
  const { draftId } = await read()
  expect(await list({ waiting: true })).toEqual([conversation.id])
  expect(await omni.panel.drafts.get({ id: draftId ?? '' })).toMatchObject({ text: 'Hi!\n\nWe open at 9.', agentName: 'House agent' })
  await omni.panel.drafts.approve({ id: draftId ?? '', by: 'Ana' })
  const sent = await live.untilTrace((one) => one.id === trace.id && one.state === 'completed')
  expect(sent.steps.map((step) => step.detail)).toContain('Ana approved the answer.')
  expect(await thread()).toEqual(['When do you open?', 'draft_approved', 'Hi!\n\nWe open at 9.'])
  await expect(omni.panel.drafts.approve({ id: draftId ?? '', by: 'Ana' })).rejects.toMatchObject({ data: { code: 'conflict' } })
  expect((await read()).draftId).toBeNull()
})

it('sends the words of the person who changed the draft', async () => {
  await shop({ behaviour: { answersNeedApproval: true } })
  const trace = await say('When do you open?')
  await omni.panel.drafts.approve({ id: (await read()).draftId ?? '', by: 'Ana', text: 'At 10 today' })
  await live.untilTrace((one) => one.id === trace.id && one.state === 'completed')
  const { items } = await omni.panel.conversations.messages({ conversationId: conversation.id })
  expect(items.at(-1)).toMatchObject({ text: 'At 10 today', author: 'person', authorName: 'Ana', delivery: { state: 'sent' } })
})

it('discards a draft, and puts one aside when something newer is said', async () => {
  await shop({ behaviour: { answersNeedApproval: true } })
  const first = await say('When do you open?')
  await omni.panel.drafts.discard({ id: (await read()).draftId ?? '', by: 'Ana' })
  expect(await omni.panel.traces.get({ id: first.id })).toMatchObject({ trace: { stopCode: 'draft_discarded' } })
  const second = await say('When do you open?')
  const third = await say('Hello? When do you open?')
  expect(await omni.panel.traces.get({ id: second.id })).toMatchObject({ trace: { stopCode: 'superseded' } })
  expect(await omni.panel.drafts.get({ id: (await read()).draftId ?? '' })).toMatchObject({ turnId: third.id })
  await omni.panel.conversations.sendText({ conversationId: conversation.id, text: 'by hand', clientId: 'x', by: 'Ana' })
  expect((await read()).draftId).toBeNull()
  expect((await thread()).filter((entry) => entry.startsWith('draft_'))).toEqual([
    'draft_discarded',
    'draft_superseded',
    'draft_superseded',
  ])
})
