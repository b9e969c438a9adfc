import { afterEach, beforeEach, expect, test } from 'vitest'
import { createNotificationLeader, type NotificationLeader } from './notification-leader.ts'

let leader: NotificationLeader
let open: Map<string, { isLeader: boolean | null; close: () => void }>
beforeEach(() => {
  leader = createNotificationLeader()
  open = new Map()
})
afterEach(() => {
  for (const { close } of open.values()) close()
})

function openWindow(id: string, presence: Partial<Parameters<NotificationLeader['present']>[1]> = {}): void {
  const controller = new AbortController()
  const window = { isLeader: null as boolean | null, close: () => controller.abort() }
  open.set(id, window)
  const watch = async () => {
    const whole = { who: '', canNotify: true, isActive: false, ...presence }
    for await (const isLeader of leader.watch(id, whole, controller.signal)) window.isLeader = isLeader
  }
  void watch()
}
const use = (id: string, presence: Partial<Parameters<NotificationLeader['present']>[1]> = {}) =>
  leader.present(id, { who: '', canNotify: true, isActive: true, ...presence })
const settle = () => new Promise((resolve) => setImmediate(resolve))
async function leaders(): Promise<string[]> {
  await settle()
  return [...open].flatMap(([id, { isLeader }]) => (isLeader ? [id] : []))
}

test('one of several windows tells: the one that was used last', async () => {
  openWindow('a', { isActive: true })
  openWindow('b')
  expect(await leaders()).toEqual(['a'])
  use('b')
  expect(await leaders()).toEqual(['b'])
  use('a')
  expect(await leaders()).toEqual(['a'])
})

test('another takes over when it is closed', async () => {
  openWindow('a', { isActive: true })
  openWindow('b')
  await settle()
  open.get('a')?.close()
  open.delete('a')
  expect(await leaders()).toEqual(['b'])
})

test('one that may show nothing tells only where no other can', async () => {
  openWindow('a', { canNotify: false, isActive: true })
  expect(await leaders()).toEqual(['a'])
  openWindow('b')
  expect(await leaders()).toEqual(['b'])
  use('a', { canNotify: false })
  expect(await leaders()).toEqual(['b'])
  leader.present('a', { who: '', canNotify: true, isActive: false })
  expect(await leaders()).toEqual(['a'])
})

test('people with different names are each notified', async () => {
  openWindow('a', { who: 'Ana', isActive: true })
  openWindow('b', { who: 'Rui' })
  openWindow('c', { who: ' ana ' })
  expect(await leaders()).toEqual(['a', 'b'])
  leader.present('b', { who: 'Ana', canNotify: true, isActive: true })
  expect(await leaders()).toEqual(['b'])
})

test('a window that comes back on a new connection is one window', async () => {
  openWindow('a', { isActive: true })
  await settle()
  const before = open.get('a')
  openWindow('a', { isActive: true })
  before?.close()
  expect(await leaders()).toEqual(['a'])
  use('a')
  use('nobody')
  expect(await leaders()).toEqual(['a'])
})
