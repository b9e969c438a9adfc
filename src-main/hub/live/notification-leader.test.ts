import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTurns, type Turns } from './notification-leader.ts'

let turns: Turns
let open: Map<string, { isMine: boolean | null; close: () => void }>
beforeEach(() => {
  turns = createTurns()
  open = new Map()
})
afterEach(() => {
  for (const { close } of open.values()) close()
})

function openWindow(id: string, presence: Partial<Parameters<Turns['present']>[1]> = {}): void {
  const controller = new AbortController()
  const window = { isMine: null as boolean | null, close: () => controller.abort() }
  open.set(id, window)
  const watch = async () => {
    const whole = { who: '', canNotify: true, isActive: false, ...presence }
    for await (const isMine of turns.watch(id, whole, controller.signal)) window.isMine = isMine
  }
  void watch()
}
const use = (id: string, presence: Partial<Parameters<Turns['present']>[1]> = {}) =>
  turns.present(id, { who: '', canNotify: true, isActive: true, ...presence })
const settle = () => new Promise((resolve) => setImmediate(resolve))
async function tellers(): Promise<string[]> {
  await settle()
  return [...open].flatMap(([id, { isMine }]) => (isMine ? [id] : []))
}

test('one of several windows tells: the one that was used last', async () => {
  openWindow('a', { isActive: true })
  openWindow('b')
  expect(await tellers()).toEqual(['a'])
  use('b')
  expect(await tellers()).toEqual(['b'])
  use('a')
  expect(await tellers()).toEqual(['a'])
})

test('another takes over when it is closed', async () => {
  openWindow('a', { isActive: true })
  openWindow('b')
  await settle()
  open.get('a')?.close()
  open.delete('a')
  expect(await tellers()).toEqual(['b'])
})

test('one that may show nothing tells only where no other can', async () => {
  openWindow('a', { canNotify: false, isActive: true })
  expect(await tellers()).toEqual(['a'])
  openWindow('b')
  expect(await tellers()).toEqual(['b'])
  use('a', { canNotify: false })
  expect(await tellers()).toEqual(['b'])
  turns.present('a', { who: '', canNotify: true, isActive: false })
  expect(await tellers()).toEqual(['a'])
})

test('people with names of their own are told each', async () => {
  openWindow('a', { who: 'Ana', isActive: true })
  openWindow('b', { who: 'Rui' })
  openWindow('c', { who: ' ana ' })
  expect(await tellers()).toEqual(['a', 'b'])
  turns.present('b', { who: 'Ana', canNotify: true, isActive: true })
  expect(await tellers()).toEqual(['b'])
})

test('a window that comes back on a new connection is one window', async () => {
  openWindow('a', { isActive: true })
  await settle()
  const before = open.get('a')
  openWindow('a', { isActive: true })
  before?.close()
  expect(await tellers()).toEqual(['a'])
  use('a')
  use('nobody')
  expect(await tellers()).toEqual(['a'])
})
