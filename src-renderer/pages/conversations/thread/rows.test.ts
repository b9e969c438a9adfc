import { expect, test } from 'vitest'
import type { Message } from '../../../../src-shared/contract/conversations.ts'
import { deliveryIdOf } from '../../../../src-shared/delivery-id.ts'
import type { Outgoing } from '../../../stores/outgoing.ts'
import { buildRows } from './rows.ts'

function message(seq: number, fields: Partial<Message> = {}): Message {
  const sentAt = new Date(2026, 0, 15, 12, seq).toISOString()
  return { id: `m${seq}`, seq, author: 'customer', authorName: null, text: `text ${seq}`, turnId: null, sentAt, ...fields } as Message
}

function outgoing(fields: Partial<Outgoing> = {}): Outgoing {
  return {
    clientId: 'o1',
    conversationId: 'c1',
    author: 'person',
    text: 'hello',
    quoted: null,
    state: 'sending',
    error: null,
    at: '',
    ...fields,
  }
}

test('an answer keeps its place and its key when its message replaces the stream', () => {
  const before = buildRows([message(1)], ['t1'], [], false)
  const after = buildRows([message(1), message(2, { author: 'agent', turnId: 't1' })], ['t1'], [], false)
  expect(before.map((row) => [row.type, row.key])).toEqual([
    ['message', 'm1'],
    ['stream', 'answer:t1'],
  ])
  expect(after.map((row) => [row.type, row.key])).toEqual([
    ['message', 'm1'],
    ['message', 'answer:t1'],
  ])
})

test('the further parts of one answer have keys of their own', () => {
  const parts = [2, 3].map((seq) => message(seq, { author: 'agent', turnId: 't1' }))
  expect(buildRows(parts, [], [], false).map((row) => row.key)).toEqual(['answer:t1', 'm3'])
})

test('a day begins where the date changes', () => {
  const rows = buildRows([message(1, { sentAt: new Date(2026, 0, 14, 23, 59).toISOString() }), message(2), message(3)], [], [], false)
  expect(rows.map((row) => row.type === 'message' && row.startsDay)).toEqual([true, true, false])
})

test('the first message shows no day while older ones may belong to the same', () => {
  const firstDays = [true, false].map((hasOlder) =>
    buildRows([message(1)], [], [], hasOlder).map((row) => row.type === 'message' && row.startsDay),
  )
  expect(firstDays).toEqual([[false], [true]])
})

test('messages of one author in a short time are one group', () => {
  const rows = buildRows([message(1), message(2), message(3, { author: 'agent' }), message(4), message(12)], [], [], false)
  expect(rows.map((row) => row.type === 'message' && row.startsGroup)).toEqual([true, false, true, true, true])
})

/** What the hub keeps of it. */
const recordOf = (seq: number, clientId: string) =>
  message(seq, { author: 'person', text: 'hello', delivery: { id: deliveryIdOf('c1', clientId), state: 'sent', error: null, held: null } })

test('a sent message is not shown twice once its record has arrived', () => {
  expect(buildRows([message(1)], [], [outgoing()], false).map((row) => row.type)).toEqual(['message', 'outgoing'])
  expect(buildRows([message(1), recordOf(2, 'o1')], [], [outgoing()], false).map((row) => row.type)).toEqual(['message', 'message'])
})

test('saying the same thing twice needs two records', () => {
  const rows = buildRows([message(1), recordOf(2, 'o1')], [], [outgoing(), outgoing({ clientId: 'o2' })], false)
  expect(rows.map((row) => row.key)).toEqual(['m1', 'm2', 'o2'])
})

test('a message with the same words is not taken for the record', () => {
  const other = message(1, { author: 'person', text: 'hello' })
  expect(buildRows([other], [], [outgoing()], false).map((row) => row.type)).toEqual(['message', 'outgoing'])
})

test('a message that could not be sent stays until a person decides, unless it did arrive', () => {
  const failed = outgoing({ state: 'failed' })
  const rows = (record: Message) => buildRows([record], [], [failed], false).map((row) => row.type)
  expect(rows(recordOf(2, 'another'))).toEqual(['message', 'outgoing'])
  expect(rows(recordOf(2, 'o1'))).toEqual(['message'])
})

test('what a customer says in the simulator is known by its id as well', () => {
  const said = outgoing({ author: 'customer', state: 'failed' })
  const record = message(2, { text: 'hello', externalId: 'sim-in-c1-o1', delivery: null })
  expect(buildRows([record], [], [said], false).map((row) => row.type)).toEqual(['message'])
})

test('one line says where the unread messages begin, also when the first of them is not loaded', () => {
  const unread = (from: number) =>
    buildRows([message(3), message(5), message(6)], [], [], true, from).map((row) => row.type === 'message' && row.startsUnread)
  expect(unread(5)).toEqual([false, true, false])
  expect(unread(4)).toEqual([false, true, false])
  expect(unread(1)).toEqual([true, false, false])
  expect(unread(9)).toEqual([false, false, false])
})
