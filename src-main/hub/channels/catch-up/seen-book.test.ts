/** What is known of each channel when a line breaks, whether it was written down already or not. */
import { expect, it } from 'vitest'
import { manualTimers } from '../../../../test/support/manual-timers.ts'
import { silentLog } from '../../observe/log.ts'
import type { ChannelKeys } from '../port.ts'
import { SeenBook } from './seen-book.ts'

function open() {
  const kept = new Map<string, string>()
  const keys: ChannelKeys = {
    async get(category, ids) {
      const wanted = [...kept].filter(
        ([key]) => key.startsWith(`${category}/`) && (ids === null || ids.includes(key.slice(category.length + 1))),
      )
      return { values: Object.fromEntries(wanted.map(([key, value]) => [key.slice(category.length + 1), value])), unreadable: [] }
    },
    async set(entries) {
      for (const { category, id, value } of entries)
        if (value === null) kept.delete(`${category}/${id}`)
        else kept.set(`${category}/${id}`, value)
    },
    async clear() {
      kept.clear()
    },
  }
  const timers = manualTimers({ startAt: 1_000_000 })
  return { book: new SeenBook(keys, timers, silentLog, (id, than) => Number(id) > Number(than)), timers }
}

it('tells of direct chats that are not written down yet', async () => {
  const { book, timers } = open()
  // While what was missed is still being read, somebody writes for the first time, and the line breaks again.
  book.saw('direct', { messageId: '5', userId: 'ann' })
  book.saw('general', { messageId: '6', userId: null })
  expect([...book.unwrittenChats()]).toEqual([['direct', 'ann']])
  book.release()
  timers.advance(1000)
  expect([...book.unwrittenChats()]).toEqual([])
  expect([...(await book.all())]).toContainEqual(['direct', { messageId: '5', userId: 'ann' }])
})

it('tells the written place of a channel while what came later may be missing before it', async () => {
  const { book, timers } = open()
  book.release()
  book.saw('general', { messageId: '5', userId: null })
  timers.advance(1000)
  book.hold()
  book.saw('general', { messageId: '9', userId: null })
  expect([...(await book.all())]).toEqual([['general', { messageId: '5', userId: null }]])
  book.release()
  timers.advance(1000)
  expect([...(await book.all())]).toEqual([['general', { messageId: '9', userId: null }]])
})
