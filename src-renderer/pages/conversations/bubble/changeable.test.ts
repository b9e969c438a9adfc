import { expect, test } from 'vitest'
import type { Message } from '../../../../src-shared/contract/conversations.ts'
import { changesOf } from './changeable.ts'

const NOW = Date.parse('2026-01-15T10:00:00.000Z')
const LIMITS = { editMinutes: 15, deleteMinutes: 2880 }
function message(minutesAgo: number, fields: Partial<Message> = {}): Message {
  const sentAt = new Date(NOW - minutesAgo * 60_000).toISOString()
  const base = {
    author: 'person',
    kind: 'text',
    externalId: 'x',
    revokedAt: null,
    sentAt,
    delivery: { id: 'd', state: 'read', error: null },
  }
  return { ...base, ...fields } as Message
}
const can = (one: Message, limits: Parameters<typeof changesOf>[1] = LIMITS) => Object.values(changesOf(one, limits, NOW))

test('what was sent can be edited for some minutes and taken back for some days', () => {
  expect([can(message(14)), can(message(16)), can(message(3000))]).toEqual([
    [true, true],
    [false, true],
    [false, false],
  ])
})

test('only a text can be edited', () => {
  expect(can(message(1, { kind: 'image' }))).toEqual([false, true])
})

test('nothing of others, nothing that is not there, and nothing where the channel cannot', () => {
  const delivery = (state: string) => ({ delivery: { id: 'd', state, error: null } }) as Partial<Message>
  for (const fields of [
    { author: 'customer' as const, delivery: null },
    { author: 'phone' as const },
    { externalId: null },
    { revokedAt: '2026-01-15T09:59:00.000Z' },
    delivery('pending'),
    delivery('unknown'),
    delivery('failed'),
  ])
    expect(can(message(1, fields))).toEqual([false, false])
  expect(can(message(1), { editMinutes: undefined, deleteMinutes: undefined })).toEqual([false, false])
})
