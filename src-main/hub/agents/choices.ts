/** The lists that agents' servers offer to choose from. */
import { type ErrorCode, OmniError } from '../../../src-shared/errors.ts'
import type { JsonObject } from '../runtime/json.ts'
import { below, webAddress } from './address.ts'
import { ask } from './ask.ts'
import { keyHeaders } from './http.ts'
import { objectsIn } from './json.ts'
import type { AgentErrorCode } from './port.ts'

const CODES: Partial<Record<AgentErrorCode, ErrorCode>> = {
  timeout: 'timeout',
  unreachable: 'unreachable',
  unauthorized: 'unauthorized',
  rate_limited: 'rate_limited',
  cancelled: 'cancelled',
}

/** What a failed call comes to for whoever asked for something else than an answer. */
export function errorCodeOf(code: AgentErrorCode, statusCode: number | null): ErrorCode {
  return statusCode === 404 ? 'not_found' : (CODES[code] ?? 'platform_error')
}

/** The objects of a list at a path below the address: bare, or in `data`. Rejects with OmniError in a plain sentence. */
export async function listOf(address: string, path: string, key: string | undefined, signal: AbortSignal): Promise<JsonObject[]> {
  const base = webAddress(address)
  if (base === null) throw new OmniError('bad_request', 'The address of the agent is not a valid web address.')
  const keys = keyHeaders(key)
  if (keys === null) throw new OmniError('bad_request', 'The key of the agent has characters that no key can have.')
  const reply = await ask(below(base, path), { method: 'GET', headers: { accept: 'application/json', ...keys } }, signal)
  if (reply.kind === 'failed') {
    const { code, message, statusCode } = reply.event
    throw new OmniError(errorCodeOf(code, statusCode), message)
  }
  const list = reply.kind === 'body' ? listIn(reply.body) : null
  if (list === null) throw new OmniError('invalid_response', 'The agent sent something that cannot be understood.')
  return list
}

function listIn(body: string): JsonObject[] | null {
  try {
    const value: unknown = JSON.parse(body)
    if (Array.isArray(value)) return objectsIn(value)
    const data = typeof value === 'object' && value !== null && 'data' in value ? value.data : null
    return Array.isArray(data) ? objectsIn(data) : null
  } catch {
    return null
  }
}
