import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import type { Conversation } from '../../../src-shared/contract/conversations.ts'
import type { LiveEvent } from '../../../src-shared/contract/live.ts'
import { LiveCache } from './cache.ts'

const key = [['conversations', 'list'], { input: {}, type: 'infinite' }] as const
const page = (...items: Conversation[]) => ({ pages: [{ items, nextBefore: null }], pageParams: [undefined] })
const conversation = (unreadCount: number) => ({ id: 'a', instanceName: 'shop', lastMessageAt: '2026-01-01', unreadCount }) as Conversation
const changed = (unreadCount: number): LiveEvent => ({ type: 'conversation.changed', conversation: conversation(unreadCount) })

test('an event changes what was read', () => {
  const client = new QueryClient()
  const cache = new LiveCache(client)
  client.setQueryData(key, page(conversation(0)))
  cache.apply([changed(1)])
  expect(client.getQueryData(key)).toEqual(page(conversation(1)))
})

test('an event that arrives during a read is not undone by the older answer', async () => {
  const client = new QueryClient()
  const cache = new LiveCache(client)
  let answer: (data: unknown) => void = () => undefined
  const read = client.fetchQuery({
    queryKey: key,
    queryFn: () =>
      new Promise((resolve) => {
        answer = resolve
      }),
  })
  await Promise.resolve()
  cache.apply([changed(2)])
  answer(page(conversation(1)))
  await read
  expect(client.getQueryData(key)).toEqual(page(conversation(2)))
})

test('an event from before a read is not applied to its newer answer', async () => {
  const client = new QueryClient()
  const cache = new LiveCache(client)
  cache.apply([changed(5)])
  await client.fetchQuery({ queryKey: key, queryFn: async () => page(conversation(0)) })
  expect(client.getQueryData(key)).toEqual(page(conversation(0)))
})

test('an event does not make a read look fresh that a reset has declared stale', async () => {
  const client = new QueryClient()
  const cache = new LiveCache(client)
  client.setQueryData(key, page(conversation(0)))
  await client.invalidateQueries()
  cache.apply([changed(1)])
  expect(client.getQueryData(key)).toEqual(page(conversation(1)))
  expect(client.getQueryState(key)?.isInvalidated).toBe(true)
})
