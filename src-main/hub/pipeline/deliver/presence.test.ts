import { expect, it } from 'vitest'
import { manualTimers } from '../../../../test/support/manual-timers.ts'
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { Logger } from '../../observe/logger.ts'
import type { MessageRecord } from '../../storage/records.ts'
import { keepTyping, markRead } from './presence.ts'

const log = { debug: () => {} } as unknown as Logger

/** An instance that writes down what its platform is asked. */
function watched(behaviour = { showTyping: true, sendReadReceipts: true }) {
  const calls: string[] = []
  const channel = {
    setTyping: async (chat: string, isTyping: boolean) => void calls.push(`typing ${chat} ${isTyping}`),
    markRead: async (chat: string, keys: { externalId: string }[]) => void calls.push(`read ${chat} ${keys.map((key) => key.externalId)}`),
  }
  return { calls, instance: { record: { name: 'shop', behaviour }, channel } as unknown as RunningInstance }
}

it('shows typing in a moment, again as it fades, and no more once the answer is there', () => {
  const timers = manualTimers()
  const { calls, instance } = watched()
  const stop = keepTyping(instance, 'ana', timers, log)
  expect(calls).toEqual([])
  timers.advance(100)
  timers.advance(8000)
  expect(calls).toEqual(['typing ana true', 'typing ana true'])
  stop()
  timers.advance(60_000)
  expect(calls).toHaveLength(2)
})

it('shows none for an answer that is there at once, and marks its message as read all the same', () => {
  const timers = manualTimers()
  const { calls, instance } = watched()
  markRead(instance, 'ana', [{ externalId: 'A1' }, { externalId: null }] as MessageRecord[], timers, log)
  keepTyping(instance, 'ana', timers, log)()
  expect(calls).toEqual([])
  timers.advance(100)
  expect(calls).toEqual(['read ana A1'])
})

it('does neither where it is not wanted', () => {
  const timers = manualTimers()
  const { calls, instance } = watched({ showTyping: false, sendReadReceipts: false })
  markRead(instance, 'ana', [{ externalId: 'A1' }] as MessageRecord[], timers, log)
  keepTyping(instance, 'ana', timers, log)
  timers.advance(60_000)
  expect(calls).toEqual([])
})
