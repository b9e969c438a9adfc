/** What the answer of an Automagik agent means. Nothing of an answer that is not understood is ever a text. */
import { describeControlWord, isControlWord } from '../control-words.ts'
import { failed } from '../http.ts'
import { idOf, readObject, saidOf, usageOf } from '../json.ts'
import type { AgentEvent } from '../port.ts'
import { reportedFailure } from '../reported.ts'

/** Reads the body of a 2xx answer. */
export function readAnswer(body: string, statusCode: number): AgentEvent {
  const read = readObject(body, statusCode)
  if (!read.ok) return read.event
  const { answer } = read
  const text = answerText(answer)
  if (text !== null && isControlWord(text)) {
    return failed('invalid_response', describeControlWord(text), { statusCode, raw: text.trim() })
  }
  const failure = reportedFailure(answer, statusCode)
  if (failure !== null) return failure
  if (text === null) {
    const reason = saidOf(answer)
    if (reason !== '') return failed('server_error', `The agent reported a failure: ${reason}`, { statusCode, raw: answer })
    return hasTextField(answer)
      ? failed('empty', 'The agent gave an empty answer.', { statusCode, raw: answer })
      : failed('invalid_response', 'The answer of the agent has no text.', { statusCode, raw: answer })
  }
  return {
    type: 'completed',
    text,
    usage: usageOf(answer['usage']),
    toolCalls: toolNames(answer['tool_calls']),
    userId: idOf(answer['user_id']),
    sessionId: idOf(answer['session_id']),
    wantsHandover: false,
    raw: answer,
  }
}

const TEXT_FIELDS = ['message', 'text', 'response']

function answerText(answer: Record<string, unknown>): string | null {
  for (const field of TEXT_FIELDS) {
    const value = answer[field]
    if (typeof value === 'string' && value.trim() !== '') return value
  }
  return null
}

function hasTextField(answer: Record<string, unknown>): boolean {
  return TEXT_FIELDS.some((field) => typeof answer[field] === 'string' || answer[field] === null)
}

function toolNames(value: unknown): string[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((call: unknown) => {
    if (typeof call === 'string') return [call]
    if (typeof call !== 'object' || call === null) return []
    const { tool_name, name, function: fn } = call as Record<string, unknown>
    const inner = typeof fn === 'object' && fn !== null ? (fn as Record<string, unknown>)['name'] : null
    const found = [tool_name, name, inner].find((candidate) => typeof candidate === 'string')
    return typeof found === 'string' ? [found] : []
  })
}
