/**
 * A stream of a server, as its back end reads it: the objects of its events, without what servers
 * send besides (keep-alives written as data, half lines), and with its end as the failure that it is.
 */

import type { JsonObject } from '../runtime/json.ts'
import { type Reply, TOO_LARGE } from './ask.ts'
import { excerpt, failed, failureOfCall } from './http.ts'
import { parseObject, parseValue } from './json.ts'
import type { AgentEvent } from './port.ts'
import { type SseEvent, StreamTooLarge } from './sse.ts'

export interface ServerEvent {
  /** Of the `event:` line; null without one. */
  name: string | null
  /** Empty with `[DONE]`. */
  event: JsonObject
  /** The server wrote `[DONE]`. */
  isDone: boolean
}

const KEEP_ALIVE = /^(ping|pong|keep[-_ ]?alive|heart[-_ ]?beat)$/i

/** Never rejects. Data that makes no sense costs a warning where there is an answer, and is the failure where there is none. */
export async function* streamed(
  events: AsyncIterable<SseEvent>,
  read: (events: AsyncIterable<ServerEvent>) => AsyncIterable<AgentEvent>,
  signal: AbortSignal,
): AsyncGenerator<AgentEvent, void> {
  const garbled: string[] = []
  let hasText = false
  try {
    for await (const event of read(meaningful(events, garbled))) {
      if (event.type === 'delta') hasText ||= event.text.trim() !== ''
      if (event.type === 'completed') hasText ||= (event.text ?? '').trim() !== ''
      const isEnd = event.type === 'completed' || (event.type === 'failed' && event.code !== 'server_error')
      if (garbled.length === 0 || !isEnd) yield event
      else if (!hasText)
        yield failed('invalid_response', 'The agent sent something that cannot be understood.', { raw: excerpt(garbled[0] ?? '') })
      else if (event.type === 'completed')
        yield { ...event, warning: event.warning ?? 'A part of what the agent sent cannot be understood; the rest was taken.' }
      else yield event
    }
  } catch (error) {
    yield error instanceof StreamTooLarge ? failed('invalid_response', TOO_LARGE) : failureOfCall(error, signal)
  }
}

/**
 * The answer of a server that was not asked for a stream, and sent its one object as one. Never rejects.
 *
 * @param readMore what several objects mean; null for nothing that is known
 */
export async function readLonely(
  { events, statusCode }: Extract<Reply, { kind: 'events' }>,
  read: (body: string, statusCode: number) => AgentEvent,
  signal: AbortSignal,
  readMore: (objects: JsonObject[]) => AgentEvent | null = () => null,
): Promise<AgentEvent> {
  const found: JsonObject[] = []
  try {
    for await (const { event, isDone } of meaningful(events, [])) if (!isDone) found.push(event)
  } catch (error) {
    return error instanceof StreamTooLarge ? failed('invalid_response', TOO_LARGE) : failureOfCall(error, signal)
  }
  const [only, ...others] = found
  if (only !== undefined && others.length === 0) return read(JSON.stringify(only), statusCode)
  return (
    readMore(found) ??
    failed('invalid_response', 'The agent sent something that cannot be understood.', { statusCode, raw: found.slice(0, 20) })
  )
}

async function* meaningful(events: AsyncIterable<SseEvent>, garbled: string[]): AsyncGenerator<ServerEvent, void> {
  for await (const { name, data, isTail } of events) {
    if (name !== null && KEEP_ALIVE.test(name)) continue
    for (const text of textsIn(data)) {
      if (text === '[DONE]') yield { name, event: {}, isDone: true }
      // A comment that became data.
      else if (text === '' || text.startsWith(':') || KEEP_ALIVE.test(text)) continue
      else {
        const event = parseObject(text)
        if (event !== null) {
          if (!isNothing(event)) yield { name, event, isDone: false }
        } else if (name === 'error') yield { name, event: { error: text.slice(0, 300) }, isDone: false }
        // The tail may be half of what was meant.
        else if (!isTail && !isPlainValue(text)) garbled.push(text.slice(0, 300))
      }
    }
  }
}

/** One, as a rule; servers that forget the empty line between events send several as one, others write `data:` twice. */
function textsIn(data: string): string[] {
  const lines = data.split('\n').map((line) => line.replace(/^(\s*data:)+/, '').trim())
  const isOne = lines.length === 1 || parseObject(lines[0] ?? '') === null
  return isOne ? [lines.join('\n').trim()] : lines
}

function isNothing(event: JsonObject): boolean {
  const { type } = event
  return Object.keys(event).length === 0 || (typeof type === 'string' && KEEP_ALIVE.test(type))
}

/** `null`, a number, a word in quotes, an empty list: JSON that tells nothing. */
function isPlainValue(text: string): boolean {
  const value = parseValue(text)
  return value === null || ['number', 'boolean', 'string'].includes(typeof value) || (Array.isArray(value) && value.length === 0)
}
