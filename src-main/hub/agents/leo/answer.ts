/** AG-UI's events in both forms: the name in the `event:` line, or in the `type` of the data. */
import { completed } from '../completed.ts'
import { failed } from '../http.ts'
import { idOf, isObject, type JsonObject, parseObject, readObject, saidOf } from '../json.ts'
import type { AgentEvent } from '../port.ts'
import type { SseEvent } from '../sse.ts'

const MAX_TOOL_NAME = 200

/** Rejects with what broke the stream. */
export async function* readStream(events: AsyncIterable<SseEvent>): AsyncGenerator<AgentEvent, void> {
  let length = 0
  let messageId: string | null = null
  let isBetween = false
  const tools = new Map<string, string>()
  for await (const { name, data, isTail } of events) {
    const event = parseObject(data)
    if (event === null) {
      if (isTail || data.trim() === '[DONE]') continue
      yield failed('invalid_response', 'The agent sent something that cannot be understood.', { raw: data.slice(0, 300) })
      return
    }
    switch (kindOf(name, event)) {
      case 'TEXT_MESSAGE_START':
        isBetween = length > 0
        messageId = idOf(event['messageId']) ?? messageId
        break
      case 'TEXT_MESSAGE_CONTENT':
      case 'TEXT_MESSAGE_CHUNK': {
        const text = textOf(event['delta'])
        const own = idOf(event['messageId'])
        if (own !== null && messageId !== null && own !== messageId && length > 0) isBetween = true
        messageId = own ?? messageId
        if (text === '') break
        length += text.length
        // Messages of one run are paragraphs of one answer.
        yield { type: 'delta', text: isBetween ? `\n\n${text}` : text }
        isBetween = false
        break
      }
      case 'TOOL_CALL_START': {
        const tool = (idOf(event['toolCallName']) ?? idOf(event['name']) ?? 'tool').slice(0, MAX_TOOL_NAME)
        tools.set(idOf(event['toolCallId']) ?? tool, tool)
        yield { type: 'tool', name: tool, status: 'started' }
        break
      }
      case 'TOOL_CALL_END': {
        const tool = tools.get(idOf(event['toolCallId']) ?? '') ?? [...tools.values()].at(-1)
        if (tool !== undefined) yield { type: 'tool', name: tool, status: 'completed' }
        break
      }
      case 'RUN_FINISHED': {
        const final = finalText(event)
        yield completed({ text: final, sessionId: idOf(event['threadId']), toolCalls: [...tools.values()], raw: event })
        return
      }
      case 'RUN_ERROR':
        yield failed('server_error', `The agent reported a failure: ${saidOf(event) || 'it gave no reason'}`, { raw: event })
        return
    }
  }
  if (length === 0) yield failed('invalid_response', 'The agent ended its answer without completing it.')
  else
    yield completed({
      toolCalls: [...tools.values()],
      raw: { characters: length },
      warning: 'The agent did not say that it was finished; what it had written was taken.',
    })
}

/** The adapter in front of Leo that does not stream answers in Automagik's chat shape. */
export function readBody(body: string, statusCode: number): AgentEvent {
  const read = readObject(body, statusCode)
  if (!read.ok) return read.event
  const { answer } = read
  const text = ['final_response', 'response', 'message', 'text'].map((field) => answer[field]).find((found) => typeof found === 'string')
  if (typeof text === 'string') {
    return completed({
      text,
      sessionId: idOf(answer['session_id']) ?? idOf(answer['threadId']),
      userId: idOf(answer['user_id']),
      raw: answer,
    })
  }
  const said = saidOf(answer)
  return said === '' || typeof answer['message'] === 'number'
    ? failed('invalid_response', 'The answer of the agent has no text.', { statusCode, raw: answer })
    : failed('server_error', `The agent reported a failure: ${said}`, { statusCode, raw: answer })
}

function kindOf(name: string | null, event: JsonObject): string {
  const type = idOf(event['type'])
  // In the first form the data's own type says only what kind of piece it is ("text").
  return name !== null && name !== 'message' ? name : (type ?? '')
}

function finalText(event: JsonObject): string | null {
  const result = event['result']
  for (const found of [event['final_response'], isObject(result) ? result['final_response'] : null])
    if (typeof found === 'string') return found
  return null
}

function textOf(delta: unknown): string {
  if (typeof delta === 'string') return delta
  return isObject(delta) && typeof delta['text'] === 'string' ? delta['text'] : ''
}
