/** How the library calls Discord: as it always does, but trusting neither whoever answers nor the rest of the process. */

import { Readable } from 'node:stream'
import type { RESTOptions } from 'discord.js'
import { boundedBody } from '../../runtime/http/bounded-bytes.ts'
import { retryAfterMs } from '../../runtime/http/retry-after.ts'
import { notDiscord } from './failures.ts'

type MakeRequest = RESTOptions['makeRequest']
type Response = Awaited<ReturnType<MakeRequest>>

/** A hundred messages of Discord, with all that can be attached to them. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024
/** The library repeats at once what is to wait for no time, or for none that it can read. */
const LEAST_PAUSE_MS = 1000
const UNREADABLE_PAUSE_MS = 10_000

export const carefully =
  (makeRequest: MakeRequest): MakeRequest =>
  async (url, init) => {
    const response = await makeRequest(url, await withFormAsBytes(init))
    const bytes = await boundedBody((response.body ?? Readable.from([])) as AsyncIterable<Uint8Array>, MAX_ANSWER_BYTES)
    if (bytes === null) throw notDiscord()
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
    // A proxy's or a login page says 200, too.
    if (response.ok && response.status !== 204 && !isJson) throw notDiscord()
    if (response.status === 429) response.headers.set('retry-after', String(pauseMs(response.headers.get('retry-after')) / 1000))
    return withBody(response, bytes)
  }

/**
 * The library hands its form to whichever undici the process has loaded first, and another version than the library's
 * own refuses it. Bytes are taken by all of them.
 */
async function withFormAsBytes(init: Parameters<MakeRequest>[1]): Promise<Parameters<MakeRequest>[1]> {
  if (!(init.body instanceof FormData)) return init
  const form = new Response(init.body)
  const headers = { ...(init.headers as Record<string, string>), 'content-type': form.headers.get('content-type') ?? '' }
  return { ...init, headers, body: new Uint8Array(await form.arrayBuffer()) }
}

function pauseMs(header: string | null): number {
  return Math.max(LEAST_PAUSE_MS, retryAfterMs(header, Date.now()) ?? UNREADABLE_PAUSE_MS)
}

const withBody = ({ headers, status, statusText, ok }: Response, bytes: Buffer<ArrayBuffer>): Response => ({
  body: null,
  bodyUsed: true,
  headers,
  status,
  statusText,
  ok,
  arrayBuffer: async () => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
  json: async () => {
    try {
      return JSON.parse(bytes.toString('utf8'))
    } catch {
      throw notDiscord()
    }
  },
  text: async () => bytes.toString('utf8'),
})
