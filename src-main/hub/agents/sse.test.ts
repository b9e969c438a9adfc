import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSse, type SseEvent, StreamTooLarge } from './sse.ts'

function bodyOf(pieces: Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) if (piece.length > 0) controller.enqueue(piece)
      controller.close()
    },
  })
}
async function read(pieces: Uint8Array[]): Promise<SseEvent[]> {
  const events: SseEvent[] = []
  for await (const event of readSse(bodyOf(pieces))) events.push(event)
  return events
}
const bytesOf = (text: string) => new TextEncoder().encode(text)

const STREAM =
  ': a comment\n\nevent: RunContent\ndata: {"content": "Olá 🎂"}\n\ndata: one\ndata: two\r\n\r\nid: 7\nretry: 100\ndata: {"é": "às 9h"}\n\ndata: [DONE]\n\n'

describe('server-sent events', () => {
  it('are the same split at every byte, even within a character', async () => {
    const whole = await read([bytesOf(STREAM)])
    expect(whole.map(({ name, data }) => [name, data])).toEqual([
      ['RunContent', '{"content": "Olá 🎂"}'],
      [null, 'one\ntwo'],
      [null, '{"é": "às 9h"}'],
      [null, '[DONE]'],
    ])
    expect(await read([...bytesOf(STREAM)].map((byte) => Uint8Array.of(byte)))).toEqual(whole)
  })

  it('are the same split anywhere', async () => {
    const bytes = bytesOf(STREAM)
    const whole = await read([bytes])
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length)), async (points) => {
        const at = [0, ...points.sort((a, b) => a - b), bytes.length]
        expect(await read(at.slice(1).map((to, index) => bytes.slice(at[index], to)))).toEqual(whole)
      }),
    )
  })

  it('cut off anywhere are a beginning of the whole, and what may be half says so', async () => {
    const bytes = bytesOf(STREAM)
    const whole = await read([bytes])
    for (let length = 0; length <= bytes.length; length += 1) {
      const events = await read([bytes.slice(0, length)])
      const sure = events.filter(({ isTail }) => !isTail)
      expect(whole.slice(0, sure.length)).toEqual(sure)
      expect(events.length - sure.length).toBeLessThanOrEqual(1)
    }
  })

  it('that do not end are given up, by the event and by the whole', async () => {
    const endless = new Uint8Array(1024 * 1024).fill(120)
    await expect(read([bytesOf('data: '), endless, endless, endless])).rejects.toThrow(StreamTooLarge)
    const event = bytesOf(`data: ${'x'.repeat(1_000_000)}\n\n`)
    await expect(read(Array.from({ length: 40 }, () => event))).rejects.toThrow(StreamTooLarge)
  })
})
