import { expect, test } from 'vitest'
import type { Message, Stream } from '../../../src-shared/contract/conversations.ts'
import type { LiveEvent } from '../../../src-shared/contract/live.ts'
import { applyFrame, applySnapshot, initialLiveState, type LiveState } from './reduce.ts'

const stream: Stream = {
  turnId: 't1',
  conversationId: 'c1',
  instanceName: 'shop',
  agentName: 'Leo',
  text: '',
  tool: null,
  startedAt: '2026-01-01T00:00:00.000Z',
}
const started: LiveEvent = { type: 'stream.started', stream }
const delta = (from: number, text: string): LiveEvent => ({ type: 'stream.delta', turnId: 't1', conversationId: 'c1', from, text })
const ended = (messageIds: string[]): LiveEvent => ({ type: 'stream.ended', turnId: 't1', conversationId: 'c1', messageIds })
const answer = { id: 'm1', turnId: 't1', author: 'agent', conversationId: 'c1' } as Message

/** A subscription that is under way: the empty reset that begins one has been applied. */
function begun(): LiveState {
  return applyFrame(initialLiveState, { epoch: 'e1', seq: 1, isReset: true, at: '2026-01-15T10:00:00.000Z', events: [] }).state
}

function after(state: LiveState, events: LiveEvent[], frame: { epoch?: string; seq?: number; isReset?: boolean } = {}) {
  return applyFrame(state, { epoch: 'e1', seq: state.seq + 1, isReset: false, at: '2026-01-15T10:00:00.000Z', ...frame, events })
}

test('a fallback text ends the bubble of the answer that failed', () => {
  const fallback: LiveEvent = { type: 'message.changed', message: { ...answer, author: 'system' } }
  const { state } = after(begun(), [started, fallback, ended(['m1'])])
  expect(state.streams).toEqual({})
})

test('a message of the customer leaves the answer to it alone', () => {
  const { state } = after(begun(), [started, { type: 'message.changed', message: { ...answer, author: 'customer' } }])
  expect(Object.keys(state.streams)).toEqual(['t1'])
})

test('deltas in order grow the text', () => {
  const { state, effects } = after(begun(), [started, delta(0, 'We open'), delta(7, ' at 9')])
  expect(state.streams['t1']?.text).toBe('We open at 9')
  expect(effects).toEqual({ isReset: false, gaps: [] })
})

test('a delta that repeats what is known changes nothing', () => {
  const { state } = after(begun(), [started, delta(0, 'We open'), delta(0, 'We open'), delta(3, 'open')])
  expect(state.streams['t1']?.text).toBe('We open')
})

test('of a delta that overlaps only the unknown part is appended', () => {
  const { state } = after(begun(), [started, delta(0, 'We open'), delta(3, 'open at 9')])
  expect(state.streams['t1']?.text).toBe('We open at 9')
})

test('a delta beyond the known text asks for a snapshot and never leaves a hole in the text', () => {
  const { state, effects } = after(begun(), [started, delta(0, 'We'), delta(7, ' at 9')])
  expect(effects.gaps).toEqual(['c1'])
  expect(state.streams['t1']).toMatchObject({ text: 'We', isBehind: true })
})

test('a delta of an answer whose start was missed asks for a snapshot', () => {
  const { state, effects } = after(begun(), [delta(0, 'We')])
  expect(effects.gaps).toEqual(['c1'])
  expect(state.streams).toEqual({})
})

test('a snapshot closes the gap and later deltas continue from it', () => {
  const gap = after(begun(), [started, delta(0, 'We'), delta(7, ' at 9')]).state
  const read = applySnapshot(gap, 'c1', [{ ...stream, text: 'We open at 9' }], gap.frames)
  const { state, effects } = after(read, [delta(7, ' at 9 on Sat')])
  expect(state.streams['t1']).toMatchObject({ text: 'We open at 9 on Sat', isBehind: false })
  expect(effects.gaps).toEqual([])
})

test('a snapshot older than the deltas does not take text back', () => {
  const ahead = after(begun(), [started, delta(0, 'We open at 9')]).state
  expect(applySnapshot(ahead, 'c1', [{ ...stream, text: 'We' }], ahead.frames).streams['t1']?.text).toBe('We open at 9')
})

test('a snapshot without an answer removes it, unless it began after the read did', () => {
  const before = begun()
  const running = after(before, [started]).state
  expect(applySnapshot(running, 'c1', [], running.frames).streams).toEqual({})
  expect(Object.keys(applySnapshot(running, 'c1', [], before.frames).streams)).toEqual(['t1'])
})

test('a snapshot of one conversation leaves the answers of the others alone', () => {
  const running = after(begun(), [started]).state
  expect(Object.keys(applySnapshot(running, 'c2', [], running.frames).streams)).toEqual(['t1'])
})

test('an ended answer stays on screen until the message that replaces it arrives', () => {
  const waiting = after(begun(), [started, delta(0, 'Hi'), ended(['m1'])]).state
  expect(waiting.streams['t1']).toMatchObject({ text: 'Hi', isEnded: true })
  expect(after(waiting, [{ type: 'message.changed', message: answer }]).state.streams).toEqual({})
})

test('an answer that ends with nothing to send disappears', () => {
  expect(after(begun(), [started, delta(0, 'Hi'), ended([])]).state.streams).toEqual({})
})

test('a late snapshot or a late delta does not bring an ended answer back', () => {
  const over = after(begun(), [started, ended([])]).state
  expect(applySnapshot(over, 'c1', [{ ...stream, text: 'Hi' }], 0).streams).toEqual({})
  const { state, effects } = after(over, [delta(0, 'Hi'), started])
  expect(state.streams).toEqual({})
  expect(effects.gaps).toEqual([])
})

test('a missing frame is a reset', () => {
  const state = begun()
  expect(after(state, [], { seq: state.seq + 2 }).effects.isReset).toBe(true)
  expect(after(state, []).effects.isReset).toBe(false)
})

test('another hub process is a reset that forgets its predecessor’s answers', () => {
  const running = after(begun(), [started, delta(0, 'Hi')]).state
  const { state, effects } = after(running, [], { epoch: 'e2', seq: 1 })
  expect(effects.isReset).toBe(true)
  expect(state.streams).toEqual({})
})

test('the counters of a hub that is gone are not shown for its successor', () => {
  const counters = { queueDepth: 1, oldestQueuedMs: 0, connected: 1, instances: 1, waiting: 0, unread: 0 }
  const counted = after(begun(), [{ type: 'counters', counters }]).state
  expect(after(counted, [], { seq: 1, isReset: true }).state.counters).toEqual(counters)
  expect(after(counted, [], { epoch: 'e2', seq: 1 }).state.counters).toBeNull()
})

test('a reset of the same hub keeps the text that is on screen', () => {
  const running = after(begun(), [started, delta(0, 'Hi')]).state
  const { state } = after(running, [], { seq: 1, isReset: true })
  expect(state.streams['t1']).toMatchObject({ text: 'Hi', isBehind: true })
})

test('one delta leaves the other answers untouched, so only one bubble is drawn again', () => {
  const other = { ...stream, turnId: 't2' }
  const running = after(begun(), [started, { type: 'stream.started', stream: other }]).state
  expect(after(running, [delta(0, 'Hi')]).state.streams['t2']).toBe(running.streams['t2'])
})

test('a message of the customer ends their "typing…"', () => {
  const typing = after(begun(), [{ type: 'typing', conversationId: 'c1', who: 'Ana', isTyping: true }]).state
  expect(typing.typing).toEqual({ c1: 'Ana' })
  const said = { ...answer, author: 'customer', turnId: null } as Message
  expect(after(typing, [{ type: 'message.changed', message: said }]).state.typing).toEqual({})
})
