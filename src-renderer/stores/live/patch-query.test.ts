import { expect, test } from 'vitest'
import type { Conversation, Message } from '../../../src-shared/contract/conversations.ts'
import type { Instance } from '../../../src-shared/contract/instances.ts'
import type { LiveEvent } from '../../../src-shared/contract/live.ts'
import type { Trace } from '../../../src-shared/contract/traces.ts'
import { patchQuery } from './patch-query.ts'

const paged = (...items: unknown[]) => ({ pages: [{ items, nextBefore: null }], pageParams: [undefined] })
const conversation = (id: string, lastMessageAt: string) => ({ id, instanceName: 'shop', lastMessageAt }) as Conversation
const changed = (item: Conversation): LiveEvent => ({ type: 'conversation.changed', conversation: item })
const trace = (id: string, state: Trace['state']) => ({ id, state, instanceName: 'shop', conversationId: 'c1', receivedAt: id }) as Trace

test('a conversation that changed moves to the top of the list', () => {
  const news = conversation('a', '2026-01-03')
  const data = paged(conversation('b', '2026-01-02'), conversation('a', '2026-01-01'))
  expect(patchQuery('conversations.list', {}, data, changed(news))).toEqual(paged(news, conversation('b', '2026-01-02')))
})

test('conversations of the same second stand as the hub sorts them, in whatever order they arrive', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((id) => conversation(id, '2026-01-02')) as [Conversation, Conversation, Conversation]
  const heard = (...items: Conversation[]) =>
    items.reduce((data: unknown, item) => patchQuery('conversations.list', {}, data, changed(item)), paged())
  expect(heard(a, b, c)).toEqual(paged(c, b, a))
  expect(heard(b, a, c, b, a)).toEqual(paged(c, b, a))
})

test('a list filtered by instance ignores the conversations of others', () => {
  const data = paged()
  expect(patchQuery('conversations.list', { instanceName: 'clinic' }, data, changed(conversation('a', '2026-01-03')))).toBe(data)
})

test('search results are refreshed in place and nothing unasked is added', () => {
  const data = paged(conversation('b', '2026-01-02'), conversation('a', '2026-01-01'))
  const news = conversation('a', '2026-01-03')
  expect(patchQuery('conversations.list', { query: 'bread' }, data, changed(news))).toEqual(paged(conversation('b', '2026-01-02'), news))
  expect(patchQuery('conversations.list', { query: 'bread' }, data, changed(conversation('c', '2026-01-04')))).toBe(data)
})

test('a conversation that became part of another leaves the list, and whoever has it open reads the other', () => {
  const kept = conversation('a', '2026-01-03')
  const event: LiveEvent = { type: 'conversation.merged', fromId: 'b', conversation: kept }
  const data = paged(conversation('b', '2026-01-02'), conversation('a', '2026-01-01'))
  expect(patchQuery('conversations.list', {}, data, event)).toEqual(paged(kept))
  expect(patchQuery('conversations.get', { id: 'b' }, conversation('b', '2026-01-02'), event)).toBe(kept)
  const other = conversation('c', '2026-01-01')
  expect(patchQuery('conversations.get', { id: 'c' }, other, event)).toBe(other)
})

test('a message reaches only the thread of its own conversation', () => {
  const event: LiveEvent = { type: 'message.changed', message: { id: 'm1', seq: 1, conversationId: 'c1' } as Message }
  const other = paged()
  expect(patchQuery('conversations.messages', { conversationId: 'c2' }, other, event)).toBe(other)
  expect(patchQuery('conversations.messages', { conversationId: 'c1' }, paged(), event)).toEqual(
    paged({ id: 'm1', seq: 1, conversationId: 'c1' }),
  )
})

test('a trace that no longer matches the state filter leaves the list', () => {
  const data = paged(trace('t1', 'thinking'))
  const event: LiveEvent = { type: 'trace.changed', trace: trace('t1', 'completed') }
  expect(patchQuery('traces.list', { states: ['thinking'] }, data, event)).toEqual(paged())
  expect(patchQuery('traces.list', {}, data, event)).toEqual(paged(trace('t1', 'completed')))
})

test('an open trace keeps its payloads when its steps change', () => {
  const event: LiveEvent = { type: 'trace.changed', trace: trace('t1', 'completed') }
  expect(patchQuery('traces.get', { id: 't1' }, { trace: trace('t1', 'thinking'), payloads: ['p'] }, event)).toEqual({
    trace: trace('t1', 'completed'),
    payloads: ['p'],
  })
})

test('a new connection state changes nothing else of an instance', () => {
  const shop = { name: 'shop', isDefault: true, connection: { state: 'connecting' } } as Instance
  const event = { type: 'instance.changed', instanceName: 'shop', connection: { state: 'connected' } } as LiveEvent
  expect(patchQuery('instances.list', {}, [shop], event)).toEqual([{ ...shop, connection: { state: 'connected' } }])
  expect(patchQuery('instances.list', {}, [shop], { type: 'instance.removed', instanceName: 'shop' })).toEqual([])
})

test('the newest message of any of its conversations is the last message of an instance', () => {
  const shop = { name: 'shop', lastMessageAt: null } as Instance
  const event = { type: 'conversation.changed', conversation: conversation('a', '2026-01-02') } as LiveEvent
  expect(patchQuery('instances.list', {}, [shop], event)).toEqual([{ name: 'shop', lastMessageAt: '2026-01-02' }])
  const newer = [{ name: 'shop', lastMessageAt: '2026-01-03' } as Instance]
  expect(patchQuery('instances.list', {}, newer, event)).toBe(newer)
})

test('a thread that is read somewhere in its past takes changes, and nothing that stands behind a gap', () => {
  const old = { id: 'm1', seq: 1, conversationId: 'c1', text: 'old' } as Message
  const past = { pages: [{ items: [old], nextBefore: null, nextAfter: 'more' }], pageParams: [undefined] }
  const event = (message: Message): LiveEvent => ({ type: 'message.changed', message })
  const read = (message: Message) => patchQuery('conversations.messages', { conversationId: 'c1' }, past, event(message))
  expect(read({ ...old, id: 'm9', seq: 9 })).toBe(past)
  expect(read({ ...old, text: 'new' })).toMatchObject({ pages: [{ items: [{ id: 'm1', text: 'new' }] }] })
})

test('a conversation that loses a label leaves the list of that label', () => {
  const labelled = { ...conversation('a', '2026-01-01'), labels: ['vip'] } as Conversation
  const list = (labels: string[]) => patchQuery('conversations.list', { labelId: 'vip' }, paged(labelled), changed({ ...labelled, labels }))
  expect(list(['vip'])).toEqual(paged(labelled))
  expect(list([])).toEqual(paged())
})

test('the state of the tunnel takes the place of the one that was read', () => {
  const event = { type: 'tunnel.changed', status: { state: 'up' } } as LiveEvent
  expect(patchQuery('tunnel.status', {}, { state: 'opening' }, event)).toEqual({ state: 'up' })
  const setup = { isOn: true }
  expect(patchQuery('tunnel.setup', {}, setup, event)).toBe(setup)
})
