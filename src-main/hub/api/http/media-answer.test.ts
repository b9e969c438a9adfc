import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mediaAnswer } from './media-answer.ts'

const bytes = Uint8Array.from({ length: 100 }, (_, n) => n)
const ask = (range: string | null) => mediaAnswer({ mimeType: 'audio/ogg', fileName: null, bytes }, range)

describe('a file that is asked for in pieces', () => {
  it('is given whole when nobody asks for a piece, and says that one may', () => {
    expect(ask(null)).toMatchObject({ status: 200, headers: { 'accept-ranges': 'bytes' }, body: bytes })
  })
  it.each([
    ['bytes=0-', 0, 99],
    ['bytes=10-19', 10, 19],
    ['bytes=90-500', 90, 99],
    ['bytes=-5', 95, 99],
  ])('is given as %s', (range, start, end) => {
    expect(ask(range)).toMatchObject({
      status: 206,
      headers: { 'content-range': `bytes ${start}-${end}/100` },
      body: bytes.subarray(start, end + 1),
    })
  })
  it('has nothing beyond its end', () => {
    expect(ask('bytes=100-')).toMatchObject({ status: 416, headers: { 'content-range': 'bytes */100' }, body: new Uint8Array() })
  })
  it.each(['bytes=x', 'lines=1-2', 'bytes=1-2,50-60', 'bytes'])('is given whole for what is not one piece: %s', (range) => {
    expect(ask(range)).toMatchObject({ status: 200, body: bytes })
  })
  it('is never more than there is, whatever is asked', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.tuple(fc.integer(), fc.integer()).map(([a, b]) => `bytes=${a}-${b}`),
        ),
        (range) => {
          const { status, body } = ask(range)
          expect(body.length).toBeLessThanOrEqual(100)
          if (status === 206) expect(bytes.subarray(body[0], (body[0] ?? 0) + body.length)).toEqual(body)
        },
      ),
    )
  })
})
