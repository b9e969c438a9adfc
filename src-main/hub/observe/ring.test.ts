import { expect, test } from 'vitest'
import { createLogRing } from './ring.ts'

const line = (level: number, msg: string, facts: object = {}) =>
  `${JSON.stringify({ level, time: '2026-01-15T10:00:00.000Z', ...facts, msg })}\n`

test('lines have their level, their words and what goes with them', () => {
  const ring = createLogRing()
  ring.write(line(30, 'the hub is up', { baseUrl: 'http://127.0.0.1:1' }))
  ring.write(line(50, 'it broke'))
  ring.write('not json at all\n')
  expect(ring.lines()).toMatchObject([
    { seq: 1, level: 'info', message: 'the hub is up', facts: '{"baseUrl":"http://127.0.0.1:1"}', at: '2026-01-15T10:00:00.000Z' },
    { seq: 2, level: 'error', message: 'it broke', facts: '' },
    { seq: 3, level: 'info', message: 'not json at all' },
  ])
})

test('no secret gets as far as the screen', () => {
  const ring = createLogRing()
  ring.write(line(40, 'refused Bearer abcdef123456', { answer: 'the key sk-omni-abcdef123456 is wrong' }))
  expect(JSON.stringify(ring.lines())).not.toContain('abcdef123456')
})

test('only the newest lines are kept', () => {
  const ring = createLogRing()
  for (let n = 0; n < 10_000; n += 1) ring.write(line(20, `line ${n}`))
  expect(ring.lines().length).toBe(2000)
  expect(ring.lines().at(-1)).toMatchObject({ seq: 10_000, message: 'line 9999' })
})

test('a watcher gets what is there, then each line that comes, once', async () => {
  const ring = createLogRing()
  ring.write(line(30, 'before'))
  const controller = new AbortController()
  const frames = ring.tail(controller.signal)
  expect((await frames.next()).value).toMatchObject({ lines: [{ message: 'before' }], missed: 0 })
  const next = frames.next()
  ring.write(line(30, 'one'))
  ring.write(line(30, 'two'))
  expect((await next).value).toMatchObject({ lines: [{ message: 'one' }, { message: 'two' }] })
  const last = frames.next()
  controller.abort()
  expect((await last).done).toBe(true)
})

test('who cannot keep up is told how much is left out, and costs no memory', async () => {
  const ring = createLogRing()
  const frames = ring.tail(new AbortController().signal)
  await frames.next()
  for (let n = 0; n < 5000; n += 1) ring.write(line(30, `line ${n}`))
  const frame = (await frames.next()).value
  expect([frame?.lines.length, frame?.missed]).toEqual([3000, 2000])
  await frames.return(undefined)
})
