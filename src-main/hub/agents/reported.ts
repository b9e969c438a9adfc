/** Failures that servers report in a 200 instead of an answer. */
import { isObject, type JsonObject } from '../runtime/json.ts'
import { type FailedEvent, failed, isOfMessage } from './http.ts'
import { saidOf } from './json.ts'

import type { AgentErrorCode } from './port.ts'

/** What errors consist of. An object of nothing else, with one of `TELLING`, is not an answer. */
const FACTS = new Set(
  'code status statusCode status_code message msg detail details error errors type param object hint stack stacktrace timestamp path request_id requestId success ok title'.split(
    ' ',
  ),
)
const TELLING = ['code', 'statusCode', 'status_code', 'detail', 'errors']

/** Null for what does not report a failure. */
export function reportedFailure(answer: JsonObject, statusCode: number | null = null): FailedEvent | null {
  return isFailure(answer) ? failureIn(answer, statusCode) : null
}

/** The failure of an object that is known to report one. */
export function failureIn(answer: JsonObject, statusCode: number | null = null): FailedEvent {
  const facts = { statusCode, raw: answer, isOfMessage: isOfMessage(statusOf(answer), answer) }
  return failed(codeOf(answer), `The agent reported a failure: ${saidOf(answer) || 'it gave no reason'}`, facts)
}

function isFailure(answer: JsonObject): boolean {
  const { error, object, type, success, ok, status } = answer
  if ((typeof error === 'string' && error.trim() !== '') || error === true) return true
  if (typeof error === 'object' && error !== null && Object.keys(error).length > 0) return true
  if (object === 'error' || type === 'error' || isNo(success) || isNo(ok)) return true
  if ((typeof status === 'string' && /^(error|failed|failure)$/i.test(status)) || (typeof status === 'number' && status >= 400)) return true
  return Object.keys(answer).every((field) => FACTS.has(field)) && TELLING.some((field) => tells(answer[field]))
}

function isNo(value: unknown): boolean {
  return value === false || (typeof value === 'string' && /^(false|no)$/i.test(value.trim()))
}

/** 200 and its like say that all is well. */
function tells(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false
  const code = Number(value)
  return Number.isNaN(code) ? !/^(ok|success)$/i.test(String(value)) : code < 200 || code >= 300
}

/** The status that a report names in its own fields; null for none. */
function statusOf(answer: JsonObject): number | null {
  const error = isObject(answer['error']) ? answer['error'] : answer
  return [error['status'], error['code'], error['statusCode'], error['status_code']].map(Number).find((value) => value >= 400) ?? null
}

function codeOf(answer: JsonObject): AgentErrorCode {
  const error = isObject(answer['error']) ? answer['error'] : answer
  const status = statusOf(answer) ?? 0
  const words = `${String(error['type'] ?? '')} ${String(error['code'] ?? '')}`
  if (status === 429 || /rate_limit|insufficient_quota/.test(words)) return 'rate_limited'
  if (status === 401 || status === 403 || /auth|api_key/.test(words)) return 'unauthorized'
  return status >= 400 && status < 500 ? 'invalid_response' : 'server_error'
}
