/** What the answer of an Automagik agent means. Nothing of an answer that is not understood is ever a text. */

import { isObject } from '../../runtime/json.ts'
import { describeControlWord, isControlWord } from '../control-words.ts'
import { failed } from '../http.ts'
import { idOf, readObject, saidOf, usageOf } from '../json.ts'
import type { AgentEvent } from '../port.ts'
import { reportedFailure } from '../reported.ts'
import { readText, readAnswer as readWrapped } from '../webhook/answer.ts'

/** Reads the body of a 2xx answer. */
export function readAnswer(body: string, statusCode: number): AgentEvent {
  const read = readObject(body, statusCode)
  if (!read.ok) return read.event
  const { answer } = read
  const text = textIn(answer)
  if (text !== null && isControlWord(text)) {
    return failed('invalid_response', describeControlWord(text), { statusCode, raw: text.trim() })
  }
  const failure = reportedFailure(answer, statusCode)
  if (failure !== null) return failure
  const inside = text === null ? objectIn(answer) : readText(text, statusCode)
  if (inside !== null && inside.type === 'failed') return { ...inside, raw: answer }
  if (inside === null || inside.type !== 'completed') {
    const reason = saidOf(answer)
    if (reason !== '') return failed('server_error', `The agent reported a failure: ${reason}`, { statusCode, raw: answer })
    return hasTextField(answer)
      ? failed('empty', 'The agent gave an empty answer.', { statusCode, raw: answer })
      : failed('invalid_response', 'The answer of the agent has no text.', { statusCode, raw: answer })
  }
  return {
    ...inside,
    usage: usageOf(answer['usage']),
    toolCalls: toolNames(answer['tool_calls']),
    userId: idOf(answer['user_id']),
    sessionId: idOf(answer['session_id']),
    raw: answer,
  }
}

const TEXT_FIELDS = ['message', 'text', 'response']

function objectIn(answer: Record<string, unknown>): AgentEvent | null {
  const value = TEXT_FIELDS.map((field) => answer[field]).find((one) => isObject(one) || (Array.isArray(one) && one.length > 0))
  return value === undefined ? null : readWrapped(value, null)
}

function textIn(answer: Record<string, unknown>): string | null {
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
