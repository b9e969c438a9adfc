/** From error codes to HTTP. */
import type { FastifyReply } from 'fastify'
import type { ErrorCode, OmniError } from '../../../../src-shared/errors.ts'

const STATUS: Record<ErrorCode, number> = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  not_connected: 409,
  rate_limited: 429,
  too_large: 413,
  unsupported: 400,
  timeout: 504,
  unreachable: 502,
  platform_error: 502,
  licence_required: 502,
  invalid_response: 502,
  storage_unavailable: 503,
  cancelled: 499,
  internal: 500,
}

export const httpStatus = (code: ErrorCode): number => STATUS[code]

/** Sets the status and the headers that go with it: when to try again, how to sign in. */
export function withStatusOf(error: OmniError, reply: FastifyReply): FastifyReply {
  const status = httpStatus(error.code)
  const { retryAfterS, scheme } = error.details ?? {}
  if (status === 503) reply.header('retry-after', '5')
  if (status === 429) reply.header('retry-after', String(typeof retryAfterS === 'number' ? retryAfterS : 60))
  if (status === 401 && typeof scheme === 'string') reply.header('www-authenticate', scheme)
  return reply.code(status)
}
