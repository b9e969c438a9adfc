/** What the answer of an Automagik agent means. Nothing of an answer that is not understood is ever a text. */
import { describeControlWord, isControlWord } from '../control-words.ts'
import { excerpt, failed } from '../http.ts'
import type { AgentEvent, AgentUsage } from '../port.ts'

/** Reads the body of a 2xx answer. */
export function readAnswer(body: string, statusCode: number): AgentEvent {
  if (body.trim() === '') return failed('empty', 'The agent gave an empty answer.', { statusCode })
  const answer = parseObject(body)
  if (answer === null) {
    const what = /^\s*</.test(body) ? 'a web page' : 'something that is not JSON'
    return failed('invalid_response', `The agent answered with ${what}: is the address right?`, { statusCode, raw: excerpt(body) })
  }
  const text = answerText(answer)
  if (text !== null && isControlWord(text)) {
    return failed('invalid_response', describeControlWord(text), { statusCode, raw: text.trim() })
  }
  if (answer['success'] === false) {
    return failed('server_error', `The agent reported a failure: ${saidOf(answer) || 'it gave no reason'}`, { statusCode, raw: answer })
  }
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

/** What the agent says of its own failure, for the trace: at most 300 characters. */
export function saidOf(answer: Record<string, unknown> | null): string {
  for (const field of ['error', 'detail', 'message']) {
    const value = answer?.[field]
    if (typeof value === 'string' && value.trim() !== '') return value.trim().slice(0, 300)
    if (typeof value === 'object' && value !== null) return JSON.stringify(value).slice(0, 300)
  }
  return ''
}

export function parseObject(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject && !isDeeperThan(MAX_DEPTH, value) ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** Whoever writes the answer down again (a trace) does so recursively; a hostile one must not exhaust the stack. */
const MAX_DEPTH = 100

function isDeeperThan(depth: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return depth === 0 || Object.values(value).some((item) => isDeeperThan(depth - 1, item))
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

/** Automagik counts `request_tokens` and `response_tokens`; agents behind other libraries use the other names. */
function usageOf(value: unknown): AgentUsage | null {
  if (typeof value !== 'object' || value === null) return null
  const fields = value as Record<string, unknown>
  const first = (...names: string[]): number | null => {
    for (const name of names) if (typeof fields[name] === 'number') return fields[name]
    return null
  }
  const usage = {
    inputTokens: first('input_tokens', 'prompt_tokens', 'request_tokens'),
    outputTokens: first('output_tokens', 'completion_tokens', 'response_tokens'),
  }
  return usage.inputTokens === null && usage.outputTokens === null ? null : usage
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

function idOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : null
}
