import { beforeEach, expect, it } from 'vitest'
import { manualTimers } from '../../../../test/support/manual-timers.ts'
import { silentLog } from '../../observe/log.ts'
import { SeenBook } from '../catch-up/seen-book.ts'
import type { ChannelEvent, ChannelKeys } from '../port.ts'
import { Directory } from './directory.ts'
import { Inbound } from './inbound.ts'
import { Journal } from './journal.ts'
import { isLaterTs } from './missed.ts'
import type { Reader } from './normalize/message.ts'
import { Threads } from './threads.ts'
import type { SlackWeb } from './web.ts'

let rows: Map<string, string>
/** How often the hub refuses a text. */
let poison: Map<string, number>
let taken: string[]

const keys: ChannelKeys = {
  async get(category, ids) {
    const all = [...rows].filter(([row]) => row.startsWith(`${category}/`)).map(([row, value]) => [row.slice(category.length + 1), value])
    return { values: Object.fromEntries(all.filter(([id]) => ids === null || ids.includes(id ?? ''))), unreadable: [] }
  },
  async set(entries) {
    for (const { category, id, value } of entries)
      if (value === null) rows.delete(`${category}/${id}`)
      else rows.set(`${category}/${id}`, value)
  },
  async clear() {},
}
const reader: Reader = {
  workspaceId: 'T1',
  botUserId: 'U0OMNI',
  botId: 'B0OMNI',
  names: { user: () => null, channel: () => null, emoji: () => null },
  repliesInThread: true,
  isStaff: () => false,
  takesPart: () => false,
}
const textOf = (event: ChannelEvent | undefined) => (event?.type === 'message' ? event.text : (event?.type ?? ''))

beforeEach(() => {
  rows = new Map()
  poison = new Map()
  taken = []
})

function newInbound() {
  const timers = manualTimers({ runsAtOnceUpTo: 10 * 60_000 })
  const log = silentLog
  const nobody: SlackWeb = () => Promise.reject(new Error('nobody is known'))
  const inbound = new Inbound({
    context: {
      async accept(events) {
        const text = textOf(events[0])
        const times = poison.get(text) ?? 0
        poison.set(text, times - 1)
        if (times > 0) throw new Error('it is poison')
        taken.push(text)
        return []
      },
    },
    journal: new Journal(keys, timers, log),
    threads: new Threads(keys, timers, log),
    seen: new SeenBook(keys, timers, log, isLaterTs),
    reader: () => reader,
    onDirect: () => undefined,
    onMachine: () => undefined,
    onGone: () => undefined,
    timers,
    log,
  })
  return { inbound, open: () => inbound.open(new Directory(nobody, timers, log)) }
}
let count = 0
const write = (inbound: Inbound, text: string, more: object = {}) => {
  count += 1
  const ts = `1700000000.${String(count).padStart(6, '0')}`
  const event = { type: 'message', channel: 'D1', channel_type: 'im', user: 'U0ANN', text, ts, ...more }
  return inbound.take({ type: 'event_callback', team_id: 'T1', event_id: `Ev${count}`, event })
}
const written = () => [...rows.keys()].filter((row) => row.startsWith('inbound/'))

it('keeps what comes before it is opened, and hands it over then, in its order', async () => {
  const { inbound, open } = newInbound()
  for (const text of ['one', 'two', 'three']) await write(inbound, text)
  expect(taken).toEqual([])
  expect(written()).toHaveLength(3)
  await open()
  await expect.poll(() => taken).toEqual(['one', 'two', 'three'])
  await expect.poll(written).toEqual([])
  await inbound.close()
})

it('lets an event that the hub never takes hold up nobody, and gives it up in the end', async () => {
  const { inbound, open } = newInbound()
  poison.set('poison', 1000)
  await open()
  await write(inbound, 'poison')
  await write(inbound, 'after it')
  await expect.poll(() => taken).toEqual(['after it'])
  await expect.poll(written).toEqual([])
  await inbound.close()
})

it('takes in later what the hub could not take for some minutes', async () => {
  const { inbound, open } = newInbound()
  poison.set('one', 20)
  await open()
  await write(inbound, 'one')
  await write(inbound, 'two')
  await expect.poll(() => taken).toEqual(['two', 'one'])
  await expect.poll(written).toEqual([])
  await inbound.close()
})

it('writes nothing down of what the app itself has written or changed, or that makes no sense', async () => {
  const { inbound, open } = newInbound()
  await open()
  const own = { user: 'U0OMNI', bot_id: 'B0OMNI', text: 'Hello', ts: '1700000000.000001' }
  expect(await write(inbound, 'Hello', own)).toBe(false)
  expect(await write(inbound, '', { subtype: 'message_changed', user: undefined, message: own })).toBe(false)
  for (const body of [null, 7, {}, { type: 'event_callback' }, { type: 'event_callback', team_id: 'T1', event: null }])
    expect(await inbound.take(body)).toBe(false)
  expect(await write(inbound, 'Hello', { ts: 'now' })).toBe(true)
  await expect.poll(written).toEqual([])
  expect(taken).toEqual([])
  await inbound.close()
})
