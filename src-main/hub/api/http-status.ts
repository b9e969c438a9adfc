/** The HTTP status of each error code, over REST and for the panel alike. */
import type { ErrorCode } from '../../../src-shared/errors.ts'

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
