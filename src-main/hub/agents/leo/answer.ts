/** AG-UI's events in both forms: the name in the `event:` line, or in the `type` of the data. */

import { isObject, type JsonObject } from '../../runtime/json.ts'
import { completed } from '../completed.ts'
import { failed } from '../http.ts'
import { idOf, objectsIn, readObject, saidOf } from '../json.ts'
import type { AgentEvent } from '../port.ts'
import { failureIn, reportedFailure } from '../reported.ts'
import type { ServerEvent } from '../streamed.ts'
import { RunMessages } from './messages.ts'

const MAX_TOOL_NAME = 200

/** Rejects with what broke the stream. */
export async function* readStream(events: AsyncIterable<ServerEvent>): AsyncGenerator<AgentEvent, void> {
  const messages = new RunMessages()
  const tools = new Map<string, string>()
  const words = function* (text: string): Generator<AgentEvent, void> {
    if (text !== '') yield { type: 'delta', text }
  }
  for await (const { name, event } of events) {
    const kind = kindOf(name, event)
    switch (kind) {
      case 'TEXT_MESSAGE_START':
        messages.start(messageOf(event), roleOf(event))
        break
      case 'TEXT_MESSAGE_CONTENT':
        yield* words(messages.add(messageOf(event), textOf(event)))
        break
      case 'TEXT_MESSAGE_CHUNK':
        yield* words(messages.chunk(messageOf(event), roleOf(event), textOf(event)))
        break
      case 'TEXT_MESSAGE_END':
        yield* words(messages.end(messageOf(event)))
        break
      case 'MESSAGES_SNAPSHOT':
        messages.snapshot(objectsIn(event['messages']))
        break
      case 'THINKING_TEXT_MESSAGE_CONTENT':
      case 'REASONING_MESSAGE_CONTENT':
      case 'REASONING_MESSAGE_CHUNK': {
        const text = textOf(event)
        if (text !== '') yield { type: 'reasoning', text }
        break
      }
      case 'TOOL_CALL_START': {
        const tool = (idOf(event['toolCallName']) ?? idOf(event['tool_call_name']) ?? idOf(event['name']) ?? 'tool').slice(0, MAX_TOOL_NAME)
        tools.set(toolIdOf(event) ?? tool, tool)
        messages.pause()
        yield { type: 'tool', name: tool, status: 'started' }
        break
      }
      case 'TOOL_CALL_END': {
        const tool = tools.get(toolIdOf(event) ?? '') ?? [...tools.values()].at(-1)
        if (tool !== undefined) yield { type: 'tool', name: tool, status: 'completed' }
        break
      }
      case 'RUN_FINISHED': {
        const { last, text } = messages.finish()
        yield* words(last)
        const final = finalText(event, text === '') ?? (messages.isAsStreamed ? null : text)
        yield completed({
          text: final,
          sessionId: idOf(event['threadId']) ?? idOf(event['thread_id']),
          toolCalls: [...tools.values()],
          raw: event,
        })
        return
      }
      case 'RUN_ERROR':
      case 'error':
        yield failureIn(event)
        return
      case '': {
        // The adapter's whole answer, as the one event of a stream.
        const whole = Object.keys(event).length === 0 ? null : readAnswer(event, null)
        if (whole === null || (whole.type === 'failed' && whole.code === 'invalid_response')) break
        yield whole
        return
      }
    }
  }
  const { last, text } = messages.finish()
  yield* words(last)
  if (text === '') yield failed('invalid_response', 'The agent ended its answer without completing it.')
  else
    yield completed({
      text: messages.isAsStreamed ? null : text,
      toolCalls: [...tools.values()],
      raw: { characters: text.length },
      warning: 'The agent did not say that it was finished; what it had written was taken.',
    })
}

/** The adapter in front of Leo that does not stream answers in Automagik's chat shape. */
export function readBody(body: string, statusCode: number): AgentEvent {
  const read = readObject(body, statusCode)
  if (!read.ok) return read.event
  return readAnswer(read.answer, statusCode)
}

function readAnswer(answer: JsonObject, statusCode: number | null): AgentEvent {
  const failure = reportedFailure(answer, statusCode)
  if (failure !== null) return failure
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
  const type = protocolName(idOf(event['type']) ?? '')
  // In the first form the data's own type says only what kind of piece it is ("text").
  const isNamed = name !== null && name !== 'message' && !/^[A-Z]+(_[A-Z]+)+$/.test(type)
  return isNamed ? protocolName(name) : type
}

/** Some write them as the classes of the protocol's libraries are called: `TextMessageStart`. */
function protocolName(name: string): string {
  return /^([A-Z][a-z]+){2,}$/.test(name) ? name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase() : name
}

/** Python's own way to write a field is met as often as the protocol's. */
const messageOf = (event: JsonObject): string | null => idOf(event['messageId']) ?? idOf(event['message_id'])
const toolIdOf = (event: JsonObject): string | null => idOf(event['toolCallId']) ?? idOf(event['tool_call_id'])

/** Some agents give it in the result of the run; what else may be there is one only where nothing was said before. */
function finalText(event: JsonObject, isAllThereIs: boolean): string | null {
  const result = event['result']
  const inResult = isObject(result) ? result : {}
  const others = isAllThereIs ? [result, ...['response', 'text', 'message', 'content', 'output'].map((field) => inResult[field])] : []
  for (const found of [event['final_response'], inResult['final_response'], ...others])
    if (typeof found === 'string' && found.trim() !== '') return found
  return null
}

const roleOf = (event: JsonObject): string => (idOf(event['role']) ?? 'assistant').toLowerCase()

function textOf({ delta, content }: JsonObject): string {
  if (typeof delta === 'string') return delta
  if (isObject(delta) && typeof delta['text'] === 'string') return delta['text']
  return delta === undefined && typeof content === 'string' ? content : ''
}
