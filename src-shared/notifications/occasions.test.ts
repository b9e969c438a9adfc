import { expect, test } from 'vitest'
import type { Conversation } from '../contract/conversations.ts'
import type { LiveEvent } from '../contract/live.ts'
import { occasionsOf, type Told } from './occasions.ts'

const NOW = Date.parse('2026-01-15T10:00:00.000Z')
const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString()

function conversation(fields: Partial<Conversation> & { ownerKind?: Conversation['owner']['kind'] } = {}): LiveEvent {
  const { ownerKind = 'bot', ...rest } = fields
  const owner = { kind: ownerKind, name: null, since: ago(3600), until: null, reason: null }
  const base = { id: 'c1', name: 'Ann', lastMessagePreview: 'Hello?', lastMessageAuthor: 'customer', lastMessageAt: ago(1), unreadCount: 1 }
  return { type: 'conversation.changed', conversation: { ...base, owner, draftId: null, ...rest } as Conversation }
}
const kinds = (...events: LiveEvent[]) => occasionsOf(events, new Map(), NOW).map(({ kind }) => kind)

test('no notification about a customer the agent answers', () => {
  expect(kinds(conversation())).toEqual([])
})

test('a customer who writes to a person, or to nobody yet, is', () => {
  expect(kinds(conversation({ ownerKind: 'person' }))).toEqual(['waiting'])
  expect(occasionsOf([conversation({ ownerKind: 'waiting' })], new Map(), NOW)).toEqual([
    { kind: 'waiting', tag: 'waiting:c1', href: '/conversations/c1', name: 'Ann', detail: 'Hello?' },
  ])
  expect(kinds(conversation({ draftId: 'd1', lastMessageAuthor: 'agent' }))).toEqual(['waiting'])
})

test('what a person wrote herself, what is read, and what is old is not', () => {
  expect(kinds(conversation({ ownerKind: 'person', lastMessageAuthor: 'person' }))).toEqual([])
  expect(kinds(conversation({ ownerKind: 'person', unreadCount: 0 }))).toEqual([])
  expect(kinds(conversation({ ownerKind: 'waiting', lastMessageAt: ago(3600) }))).toEqual([])
})

test('the same thing notifies once, and the next message again', () => {
  const told: Told = new Map()
  const tell = (event: LiveEvent) => occasionsOf([event], told, NOW).length
  expect([tell(conversation({ ownerKind: 'person' })), tell(conversation({ ownerKind: 'person', unreadCount: 2 }))]).toEqual([1, 0])
  expect(tell(conversation({ ownerKind: 'person', lastMessageAt: ago(0) }))).toBe(1)
  // Within the same second, as WhatsApp counts.
  expect(tell(conversation({ ownerKind: 'person', lastMessageAt: ago(0), lastMessagePreview: 'Hello??' }))).toBe(1)
})

test('deliveries that failed or may have been sent, a lost connection, and an agent that fails are', () => {
  const message = (state: string, sentAt = ago(5)) =>
    ({
      type: 'message.changed',
      message: { id: 'm1', conversationId: 'c1', instanceName: 'shop', sentAt, delivery: { id: 'd', state, error: null } },
    }) as LiveEvent
  const instance = (state: string, since = ago(1)) =>
    ({ type: 'instance.changed', instanceName: 'shop', connection: { state, since, message: null } }) as LiveEvent
  const trace = (state: string, errorStage: string | null) =>
    ({ type: 'trace.changed', trace: { id: 't1', state, errorStage, instanceName: 'shop', reason: 'x', completedAt: ago(1) } }) as LiveEvent
  expect(kinds(message('failed'), message('unknown'))).toEqual(['delivery', 'delivery'])
  expect(kinds(message('sent'), message('failed', ago(4000)))).toEqual([])
  expect(kinds(instance('disconnected'))).toEqual(['disconnected'])
  expect(kinds(instance('connected'), instance('pairing'), instance('error', ago(4000)))).toEqual([])
  expect(kinds(trace('failed', 'think'))).toEqual(['agent'])
  expect(kinds(trace('failed', 'deliver'), trace('completed', null))).toEqual([])
})

test('a spending limit that is reached is, once', () => {
  const told: Told = new Map()
  const event: LiveEvent = { type: 'spend.reached', instanceName: 'shop', message: 'Its spending limit of the day is reached.', at: ago(1) }
  expect(occasionsOf([event], told, NOW)).toEqual([
    {
      kind: 'spend',
      tag: 'spend:shop',
      href: '/instances/shop/behaviour',
      name: 'shop',
      detail: 'Its spending limit of the day is reached.',
    },
  ])
  expect(occasionsOf([event], told, NOW)).toEqual([])
})

test('an agent that keeps failing notifies again after ten minutes', () => {
  const told: Told = new Map()
  const at = (nowMs: number) => {
    const completedAt = new Date(nowMs).toISOString()
    const trace = { id: `${nowMs}`, state: 'failed', errorStage: 'think', instanceName: 'shop', reason: 'x', completedAt }
    return occasionsOf([{ type: 'trace.changed', trace } as LiveEvent], told, nowMs).length
  }
  expect([at(NOW), at(NOW + 60_000), at(NOW + 11 * 60_000)]).toEqual([1, 0, 1])
})
