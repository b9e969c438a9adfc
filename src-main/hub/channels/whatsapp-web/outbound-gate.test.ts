import { expect, test } from 'vitest'
import { DurableWrites } from './durable-writes.ts'
import { gateFrames } from './outbound-gate.ts'

function gated() {
  const sent: string[] = []
  const failures: unknown[] = []
  const writes = new DurableWrites()
  const socket = { send: (data: Uint8Array) => void sent.push(Buffer.from(data).toString()), terminate: () => undefined }
  gateFrames(socket, writes, (error) => failures.push(error))
  return { sent, failures, writes, say: (text: string) => socket.send(Buffer.from(text)) }
}

const turns = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
}

test('frames go out at once when nothing is being written', () => {
  const { sent, say } = gated()
  say('a')
  expect(sent).toEqual(['a'])
})

test('a frame waits for every write that began before it, and order is kept', async () => {
  const { sent, say, writes } = gated()
  const first = Promise.withResolvers<void>()
  const second = Promise.withResolvers<void>()
  void writes.track(first.promise)
  say('a')
  void writes.track(second.promise)
  say('b')
  await turns()
  expect(sent).toEqual([])
  second.resolve()
  await turns()
  expect(sent).toEqual([])
  first.resolve()
  await turns()
  expect(sent).toEqual(['a', 'b'])
  await turns()
  say('c')
  expect(sent).toEqual(['a', 'b', 'c'])
})

test('what waited for a write that failed is not sent, and the failure is reported', async () => {
  const { sent, failures, say, writes } = gated()
  writes.track(Promise.reject(new Error('the disk is full'))).catch(() => undefined)
  say('an acknowledgement')
  await turns()
  expect(sent).toEqual([])
  expect(failures).toEqual([new Error('the disk is full')])
})
