/** What was written by an agent's server: read with care, and never repeated whole. */
import { isObject, type JsonObject } from '../runtime/json.ts'
import { excerpt, type FailedEvent, failed } from './http.ts'

/** Whoever writes the answer down again (a trace) does so recursively; a hostile one must not exhaust the stack. */
const MAX_DEPTH = 100

/** What a text is in JSON; undefined for what is none, and for what is nested beyond reason. */
export function parseValue(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return isDeeperThan(MAX_DEPTH, value) ? undefined : value
  } catch {
    return undefined
  }
}

/** The object that a text is, the only one of a list (Google's errors, n8n's answers), or one that was encoded twice; null for anything else. */
export function parseObject(text: string): JsonObject | null {
  const once = parseValue(text)
  const value = typeof once === 'string' ? parseValue(once) : once
  const only: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value
  return isObject(only) ? only : null
}

/** The objects of a list; none for anything else. */
export function objectsIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

function isDeeperThan(depth: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return depth === 0 || Object.values(value).some((item) => isDeeperThan(depth - 1, item))
}

/** What the agent says of its own failure, for the trace: at most 300 characters. */
export function saidOf(answer: JsonObject | null): string {
  for (const field of ['error', 'detail', 'message', 'msg']) {
    const value = answer?.[field]
    if (typeof value === 'string' && value.trim() !== '') return value.trim().slice(0, 300)
    if (isObject(value) && typeof value['message'] === 'string' && value['message'].trim() !== '')
      return value['message'].trim().slice(0, 300)
    if (typeof value === 'object' && value !== null) return JSON.stringify(value).slice(0, 300)
  }
  return ''
}

/** The body of a 2xx answer as an object, or the failure that it is. */
export function readObject(body: string, statusCode: number): { ok: true; answer: JsonObject } | { ok: false; event: FailedEvent } {
  if (body.trim() === '') return { ok: false, event: failed('empty', 'The agent gave an empty answer.', { statusCode }) }
  const answer = parseObject(body)
  if (answer !== null) return { ok: true, answer }
  const what = /^\s*</.test(body) ? 'a web page' : 'something that is not JSON'
  const message = `The agent answered with ${what}: is the address right?`
  return { ok: false, event: failed('invalid_response', message, { statusCode, raw: excerpt(body) }) }
}

/** Token counts by whichever name an agent's library gives them. */
export function usageOf(value: unknown): { inputTokens: number | null; outputTokens: number | null } | null {
  if (!isObject(value)) return null
  const first = (...names: string[]): number | null => {
    for (const name of names) {
      const count = countIn(value[name])
      if (count !== null) return count
    }
    return null
  }
  const usage = {
    inputTokens: first('input_tokens', 'prompt_tokens', 'request_tokens'),
    outputTokens: first('output_tokens', 'completion_tokens', 'response_tokens'),
  }
  return usage.inputTokens === null && usage.outputTokens === null ? null : usage
}

/** Agno 1.x counts each call of the model separately. */
function countIn(value: unknown): number | null {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return Math.round(value)
  if (!Array.isArray(value) || value.length === 0 || !value.every((one) => typeof one === 'number')) return null
  return Math.round(value.reduce((sum: number, one: number) => sum + one, 0))
}

export function idOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : null
}
