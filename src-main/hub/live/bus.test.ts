import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LiveFrame } from '../../../src-shared/contract/live.ts'
import { createLiveBus } from './bus.ts'
import { createLiveStreams } from './streams.ts'

const start = { turnId: 't', conversationId: 'c', instanceName: 'shop', agentName: 'A', startedAt: '2026-01-01T00:00:00.000Z' }

/** Reads frames until one satisfies the check; returns all of them. */
async function readUntil(frames: AsyncGenerator<LiveFrame, void>, isLast: (frame: LiveFrame) => boolean): Promise<LiveFrame[]> {
  const read: LiveFrame[] = []
  while (true) {
    const { value, done } = await frames.next()
    if (done === true || value === undefined) return read
    read.push(value)
    if (isLast(value)) return read
  }
}

const ended = (frame: LiveFrame) => frame.events.some((event) => event.type === 'stream.ended')

describe('the live bus', () => {
  it('begins with an empty reset and counts its frames', async () => {
    const controller = new AbortController()
    const frames = createLiveBus().subscribe(controller.signal)
    expect((await frames.next()).value).toMatchObject({ seq: 0, isReset: true, events: [] })
    controller.abort()
    expect((await frames.next()).done).toBe(true)
  })

  it('delivers every character of an answer once and in order, however it is cut into deltas', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 30 }), async (deltas) => {
        const bus = createLiveBus()
        const streams = createLiveStreams(bus)
        const controller = new AbortController()
        const frames = bus.subscribe(controller.signal)
        await frames.next()
        streams.start(start)
        for (const delta of deltas) streams.delta('t', delta)
        streams.end('t', [])
        let text = ''
        for (const frame of await readUntil(frames, ended)) {
          for (const event of frame.events) {
            if (event.type !== 'stream.delta') continue
            expect(event.from).toBe(text.length)
            text += event.text
          }
        }
        expect(text).toBe(deltas.join(''))
        controller.abort()
      }),
      { numRuns: 30 },
    )
  })

  it('puts the deltas of one frame together', async () => {
    const bus = createLiveBus()
    const streams = createLiveStreams(bus)
    const controller = new AbortController()
    const frames = bus.subscribe(controller.signal)
    await frames.next()
    streams.start(start)
    for (let n = 0; n < 50; n += 1) streams.delta('t', 'x')
    streams.end('t', ['m'])
    const events = (await readUntil(frames, ended)).flatMap((frame) => frame.events)
    expect(events.map((event) => event.type)).toEqual(['stream.started', 'stream.delta', 'stream.ended'])
    controller.abort()
  })

  it('does not let one subscriber’s frames grow another’s', async () => {
    const bus = createLiveBus()
    const streams = createLiveStreams(bus)
    const controller = new AbortController()
    const first = bus.subscribe(controller.signal)
    const second = bus.subscribe(controller.signal)
    await first.next()
    await second.next()
    streams.start(start)
    streams.delta('t', 'a')
    streams.delta('t', 'b')
    streams.end('t', [])
    for (const frames of [first, second]) {
      const deltas = (await readUntil(frames, ended)).flatMap((frame) => frame.events).filter((event) => event.type === 'stream.delta')
      expect(deltas.map((event) => event.text)).toEqual(['ab'])
    }
    controller.abort()
  })

  it('resets a subscriber that does not keep up, instead of holding everything for it', async () => {
    const bus = createLiveBus()
    const controller = new AbortController()
    const frames = bus.subscribe(controller.signal)
    await frames.next()
    for (let n = 0; n < 6000; n += 1) bus.publish({ type: 'instance.removed', instanceName: `i${n}` })
    const { value } = await frames.next()
    expect(value).toMatchObject({ isReset: true })
    expect(value?.events.length).toBeLessThan(6000)
    controller.abort()
  })

  it('keeps the text so far for those who come later', () => {
    const bus = createLiveBus()
    const streams = createLiveStreams(bus)
    streams.start(start)
    streams.delta('t', 'Hello')
    expect(streams.of('c')).toMatchObject([{ turnId: 't', text: 'Hello' }])
    expect(streams.of('other')).toEqual([])
    streams.end('t', [])
    expect(streams.of('c')).toEqual([])
  })
})
