/** People and the agent in one conversation: taking over, giving back, stopping, running again. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Conversation } from '../../../src-shared/contract/conversations.ts'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'
import { createTypist, type Typist } from '../../support/typist.ts'

let omni: TestHub
let typist: Typist
let live: Awaited<ReturnType<typeof watchLive>>
let conversation: Conversation
let said = 0

beforeEach(async () => {
  typist = createTypist()
  omni = await startTestHub({ agents: typist.agents })
  await omni.panel.instances.create({
    name: 'shop',
    channel: 'simulator',
    behaviour: { gatherWindowMs: 0, splitting: 'paragraphs', splitPauseMinMs: 0, splitPauseMaxMs: 0 },
  })
  conversation = await omni.panel.simulator.open({ instanceName: 'shop' })
  live = await watchLive(omni.panel)
})
afterEach(async () => {
  vi.useRealTimers()
  live.stop()
  await omni.stop()
})

const say = async (text: string) => {
  said += 1
  return (await omni.panel.simulator.say({ conversationId: conversation.id, text, clientId: `c${said}` })).turnId
}
const done = (turnId: string) => live.untilTrace((trace) => trace.id === turnId && trace.completedAt !== null)
const thread = async () =>
  (await omni.panel.conversations.messages({ conversationId: conversation.id })).items.map((message) => message.event?.type ?? message.text)
const owner = async () => (await omni.panel.conversations.get({ id: conversation.id })).owner
const takeOver = (minutes: number | null = 30) => omni.panel.conversations.takeOver({ conversationId: conversation.id, by: 'Ana', minutes })
const giveBack = (answerNewest = false) => omni.panel.conversations.giveBack({ conversationId: conversation.id, by: 'Ana', answerNewest })

it('stores what comes in while a person has the conversation, and does not answer it', async () => {
  const taken = await takeOver()
  expect(taken.owner).toMatchObject({ kind: 'person', name: 'Ana' })
  const trace = await done(await say('hello?'))
  expect(trace).toMatchObject({
    state: 'stopped',
    stopCode: 'paused',
    reason: expect.stringMatching(/^Paused: Ana took over at \d\d:\d\d\.$/),
  })
  expect(await thread()).toEqual(['took_over', 'hello?'])
  expect(await omni.panel.conversations.why({ id: conversation.id })).toMatchObject({ traceId: trace.id, stopCode: 'paused' })
})

it('does not say what was being thought when a person took over', async () => {
  const turnId = await say('hello?')
  await typist.asked()
  typist.write('We open')
  await takeOver()
  expect(await done(turnId)).toMatchObject({ state: 'stopped', stopCode: 'paused' })
  expect(await thread()).toEqual(['hello?', 'took_over'])
})

it('answers again after giving back, and the message that waited only on request', async () => {
  await takeOver()
  await done(await say('first'))
  expect((await giveBack()).owner.kind).toBe('bot')
  const second = await say('second')
  await typist.asked(1)
  typist.finish('answer two')
  await done(second)
  await takeOver()
  await done(await say('third'))
  await giveBack(true)
  expect(await typist.asked(2)).toBe('third')
  typist.finish('answer three')
  const trace = await live.untilTrace((one) => one.rerunOf !== null && one.state === 'completed')
  expect(trace.messagePreview).toBe('third')
  expect(await thread()).toEqual([
    'took_over',
    'first',
    'gave_back',
    'second',
    'answer two',
    'took_over',
    'third',
    'gave_back',
    'run_again',
    'answer three',
  ])
})

it('does not answer on giving back what the person has answered', async () => {
  await takeOver()
  await done(await say('first'))
  await omni.panel.conversations.sendText({ conversationId: conversation.id, text: 'by hand', clientId: 'x', by: 'Ana' })
  await giveBack(true)
  expect(await thread()).toEqual(['took_over', 'first', 'by hand', 'gave_back'])
})

it('is taken over by writing by hand, and the reply keeps it for longer', async () => {
  await done(await stoppedTurn())
  await omni.panel.conversations.sendText({ conversationId: conversation.id, text: 'I will look', clientId: 'x', by: 'Rui' })
  const first = await owner()
  expect(first).toMatchObject({ kind: 'person', name: 'Rui' })
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 })
  await omni.panel.conversations.sendText({ conversationId: conversation.id, text: 'found it', clientId: 'y', by: 'Ana' })
  const second = await owner()
  expect(second).toMatchObject({ kind: 'person', name: 'Rui', since: first.since })
  expect(Date.parse(second.until ?? '')).toBeGreaterThan(Date.parse(first.until ?? ''))
  const { items } = await omni.panel.conversations.messages({ conversationId: conversation.id })
  expect(items.filter((message) => message.author === 'person').map((message) => message.authorName)).toEqual(['Rui', 'Ana'])
})

/** A turn that a person stopped before anything was sent. */
async function stoppedTurn(): Promise<string> {
  const turnId = await say('hello')
  await typist.asked()
  typist.write('We are')
  await omni.panel.conversations.stopAnswer({ turnId, by: 'Ana' })
  return turnId
}

it('goes back to the agent automatically when the time is up, also while the program was off', async () => {
  await takeOver(1)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 })
  await omni.restart()
  live.stop()
  live = await watchLive(omni.panel)
  await expect.poll(async () => (await owner()).kind).toBe('bot')
  expect(await thread()).toEqual(['took_over', 'time_over'])
})

it('still belongs to the person after a restart', async () => {
  await takeOver(null)
  await omni.restart()
  live.stop()
  live = await watchLive(omni.panel)
  expect(await done(await say('hello?'))).toMatchObject({ stopCode: 'paused' })
})

it('stops an answer being written: nothing of it is sent, and the trace says who stopped it', async () => {
  const trace = await done(await stoppedTurn())
  expect(trace).toMatchObject({ state: 'stopped', stopCode: 'cancelled', reason: 'Stopped by Ana.' })
  expect(trace.steps.at(-1)).toMatchObject({ stage: 'think', status: 'stopped', detail: 'Stopped by Ana.' })
  expect(await thread()).toEqual(['hello', 'answer_stopped'])
  expect(await omni.panel.conversations.stopAnswer({ turnId: trace.id, by: 'Ana' })).toEqual({ stopped: false })
})

it('stops the rest of an answer being sent: what was sent stays', async () => {
  await omni.panel.instances.update({ name: 'shop', behaviour: { splitPauseMinMs: 60_000, splitPauseMaxMs: 60_000 } })
  const turnId = await say('hello')
  await typist.asked()
  typist.finish('one\n\ntwo\n\nthree')
  await live.until((event) => event.type === 'message.changed' && event.message.text === 'one' && event.message.delivery?.state === 'sent')
  expect(await omni.panel.conversations.stopAnswer({ turnId, by: 'Ana' })).toEqual({ stopped: true })
  expect(await done(turnId)).toMatchObject({ state: 'stopped', reason: 'Stopped by Ana.' })
  const { items } = await omni.panel.conversations.messages({ conversationId: conversation.id })
  expect(items.filter((message) => message.author === 'agent').map((message) => [message.text, message.delivery?.state])).toEqual([
    ['one', 'sent'],
    ['two', 'cancelled'],
    ['three', 'cancelled'],
  ])
})

it('answers the last message again on request: one more answer, refused while one is running', async () => {
  const turnId = await say('opening hours?')
  await typist.asked(1)
  typist.finish('9 to 5')
  await done(turnId)
  const again = await omni.panel.conversations.runAgain({ conversationId: conversation.id, by: 'Ana' })
  expect(await typist.asked(2)).toBe('opening hours?')
  await expect(omni.panel.conversations.runAgain({ conversationId: conversation.id, by: 'Ana' })).rejects.toMatchObject({
    data: { code: 'conflict' },
  })
  typist.finish('9 to 6')
  expect(await done(again.turnId)).toMatchObject({ state: 'completed', rerunOf: turnId })
  expect(await thread()).toEqual(['opening hours?', '9 to 5', 'run_again', '9 to 6'])
})

it('answers again even while a person has the conversation, since that person asked for it', async () => {
  await takeOver()
  await done(await say('hours?'))
  const { turnId } = await omni.panel.conversations.runAgain({ conversationId: conversation.id, by: 'Ana' })
  await typist.asked(1)
  typist.finish('9 to 5')
  expect(await done(turnId)).toMatchObject({ state: 'completed' })
})

it('shows an answer in progress to a page that opens late', async () => {
  await say('hello')
  await typist.asked()
  typist.write('We open')
  await live.until((event) => event.type === 'stream.delta')
  const frames = await omni.panel.live.subscribe()
  const first = (await frames.next()).value
  expect(first).toMatchObject({ isReset: true, events: [{ type: 'stream.started', stream: { text: 'We open', agentName: 'Sofia' } }] })
  await frames.return?.(undefined)
  typist.finish()
})
