import { ERROR_CODES, type ErrorCode } from '../../src-shared/errors.ts'
import { hubText } from '../i18n/hub-text.ts'
import { HubUnavailableError, SessionLostError } from './wire.ts'

export type ProblemCode = ErrorCode | 'hub_unavailable'

/** A failure as the screen shows it. `message` is null when the hub gave no sentence for people. */
export interface Problem {
  code: ProblemCode
  message: string | null
}

const KNOWN = new Set<string>(ERROR_CODES)

/** oRPC's own names where they differ from ours. */
const ALIASES: Record<string, ErrorCode> = {
  payload_too_large: 'too_large',
  too_many_requests: 'rate_limited',
  internal_server_error: 'internal',
  service_unavailable: 'unreachable',
  client_closed_request: 'cancelled',
}

function codeIn(value: unknown): ErrorCode | null {
  if (typeof value !== 'string') return null
  const lower = value.toLowerCase()
  if (KNOWN.has(lower)) return lower as ErrorCode
  return ALIASES[lower] ?? null
}

/** Reads the code (never the words) of anything that a call of the hub can throw. */
export function problemOf(error: unknown): Problem {
  if (error instanceof HubUnavailableError) return { code: 'hub_unavailable', message: null }
  if (error instanceof SessionLostError) return { code: 'unauthorized', message: null }
  if (typeof error !== 'object' || error === null) return { code: 'internal', message: null }
  const { name, code, data, message } = error as { name?: unknown; code?: unknown; data?: unknown; message?: unknown }
  // A call that was cut off by a broken wire.
  if (name === 'AbortError') return { code: 'hub_unavailable', message: null }
  const inData = typeof data === 'object' && data !== null ? codeIn((data as { code?: unknown }).code) : null
  const found = inData ?? codeIn(code)
  if (!found) return { code: 'internal', message: null }
  // The sentence of an unexpected error is for the log, not for a shop owner.
  const sentence = found === 'internal' || typeof message !== 'string' || message === '' ? null : hubText(message)
  return { code: found, message: sentence }
}

/** The field of a form that the hub refused, and what it says of it; null where it was not about a field. */
export function refusedField(error: unknown): { field: string; message: string } | null {
  if (typeof error !== 'object' || error === null) return null
  const { data, message } = error as { data?: unknown; message?: unknown }
  const field = typeof data === 'object' && data !== null ? (data as { field?: unknown }).field : undefined
  return typeof field === 'string' && typeof message === 'string' ? { field, message: hubText(message) } : null
}
