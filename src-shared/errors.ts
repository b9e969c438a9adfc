/**
 * The closed set of error codes of the product. Decisions (retry, fallback, HTTP status) read the
 * code, never the message: messages are for people and may be reworded or translated at any time.
 */
export const ERROR_CODES = [
  'bad_request',
  'unauthorized',
  'forbidden',
  'not_found',
  'conflict',
  'not_connected',
  'rate_limited',
  'too_large',
  'unsupported',
  'timeout',
  'unreachable',
  'platform_error',
  'licence_required',
  'invalid_response',
  'storage_unavailable',
  'cancelled',
  'internal',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** An expected failure. `message` is one plain sentence that may be shown to the shop owner. */
export class OmniError extends Error {
  readonly code: ErrorCode
  /** Facts for the screen or for a client (a URL to open, a field name). Never secrets. */
  readonly details: Record<string, unknown> | undefined

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; details?: Record<string, unknown> } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'OmniError'
    this.code = code
    this.details = options.details
  }
}

/** The code of anything thrown; what is not an {@link OmniError} is `internal`. */
export function errorCode(error: unknown): ErrorCode {
  return error instanceof OmniError ? error.code : 'internal'
}

/** The message of anything thrown, for a log line or a trace. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
