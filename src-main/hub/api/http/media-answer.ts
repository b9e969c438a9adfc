/** A stored file as the answer to a request, whole or the piece that was asked for: players seek by pieces. */
import parseRange from 'range-parser'
import { mediaHeaders } from './media-headers.ts'

interface Answer {
  status: 200 | 206 | 416
  headers: Record<string, string>
  body: Uint8Array
}

/** `range`: the header of the request. More than one piece at once is answered with the whole, as RFC 9110 allows. */
export function mediaAnswer(media: { mimeType: string; fileName: string | null; bytes: Uint8Array }, range: string | null): Answer {
  const headers = { ...mediaHeaders(media), 'accept-ranges': 'bytes' }
  const size = media.bytes.length
  const ranges = range === null ? -2 : parseRange(size, range, { combine: true })
  if (ranges === -1) return { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` }, body: new Uint8Array() }
  const [piece] = ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1 ? [] : ranges
  if (piece === undefined) return { status: 200, headers, body: media.bytes }
  const { start, end } = piece
  return {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${start}-${end}/${size}` },
    body: media.bytes.subarray(start, end + 1),
  }
}
