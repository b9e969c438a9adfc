/** One call to an agent's server, streamed or not: what comes back is a stream of events, a body, or a failure. */
import { callHttp } from '../runtime/http/call.ts'
import { excerpt, type FailedEvent, failed, failureOfCall, failureOfStatus, readBoundedText } from './http.ts'
import { parseObject, saidOf } from './json.ts'
import { readLines } from './json-lines.ts'
import { sniff } from './sniff.ts'
import { readSse, type SseEvent } from './sse.ts'

export type Reply =
  | { kind: 'events'; events: AsyncGenerator<SseEvent, void>; statusCode: number }
  | { kind: 'body'; body: string; statusCode: number }
  | { kind: 'failed'; event: FailedEvent }

export interface Call {
  method?: 'GET' | 'POST'
  headers: Record<string, string>
  body?: string | Uint8Array
}

/** Never rejects. A redirect is reported, not followed: it would carry the key to whoever the server names. */
export async function ask(url: string, call: Call, signal: AbortSignal): Promise<Reply> {
  try {
    const { method = 'POST', headers, body } = call
    const response = await callHttp(url, { method, headers, body, signal })
    const { status } = response
    const isOk = status >= 200 && status < 300
    const { form, bytes } = await sniff(response, isOk ? (response.header('content-type') ?? '') : '')
    if (isOk && form !== 'body') return { kind: 'events', events: form === 'sse' ? readSse(bytes) : readLines(bytes), statusCode: status }
    const text = await readBoundedText(response, bytes)
    if (!isOk) {
      const said = text === null ? null : parseObject(text)
      return { kind: 'failed', event: failureOfStatus(response, saidOf(said), said ?? excerpt(text ?? ''), Date.now()) }
    }
    if (text === null) return { kind: 'failed', event: failed('invalid_response', TOO_LARGE, { statusCode: status }) }
    return { kind: 'body', body: text, statusCode: status }
  } catch (error) {
    return { kind: 'failed', event: failureOfCall(error, signal) }
  }
}

export const TOO_LARGE = 'The answer of the agent is larger than 2 MB.'
