/** What an error of a call says about where the call failed: the codes of the network, of TLS, or of the HTTP client. */

export interface FailureCode {
  /** `ECONNREFUSED`, `HPE_INVALID`, `CERT_HAS_EXPIRED`, `UND_ERR_SOCKET`, … */
  code: string
  /** Of the system, where it was one that failed: `connect`, `read`, … Else empty. */
  syscall: string
}

/**
 * The error's own code first, then those of every address that was tried. An error without a code speaks
 * through its cause. Empty when nothing says why.
 */
export function failureCodesOf(error: unknown, depth = 0): FailureCode[] {
  if (typeof error !== 'object' || error === null || depth > 4) return []
  const { code, syscall, errors, cause } = error as { code?: unknown; syscall?: unknown; errors?: unknown; cause?: unknown }
  const own = typeof code === 'string' ? [{ code, syscall: typeof syscall === 'string' ? syscall : '' }] : parserCodesOf(error)
  const tried = Array.isArray(errors) ? errors.flatMap((item) => failureCodesOf(item, depth + 1)) : []
  const found = [...own, ...tried]
  return found.length > 0 ? found : failureCodesOf(cause, depth + 1)
}

/** The parser of answers has codes (`HPE_…`), but undici loses them; its words tell a body that broke off from nonsense. */
function parserCodesOf(error: object): FailureCode[] {
  if (!(error instanceof Error) || error.name !== 'HTTPParserError') return []
  return [{ code: /EOF/.test(error.message) ? 'HPE_INVALID_EOF_STATE' : 'HPE_INVALID', syscall: '' }]
}

/** Codes of errors that happen before anything of the request has left. */
const BEFORE_SENDING =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EAI_FAIL|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ERR_INVALID_URL|ERR_SSL_.*|ERR_TLS_.*|CERT_.*|DEPTH_ZERO_.*|SELF_SIGNED_.*|UNABLE_TO_.*|EPROTO|UND_ERR_CONNECT_TIMEOUT|UND_ERR_INVALID_ARG)$/

/** Is it certain that nothing of the request reached the server? */
export function neverLeft(error: unknown): boolean {
  const codes = failureCodesOf(error)
  return codes.length > 0 && codes.every(({ code, syscall }) => BEFORE_SENDING.test(code) || syscall === 'connect')
}
