/** The bytes behind a web address that somebody else named, bounded in size and time. */
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import { boundedBytes } from './bounded-bytes.ts'
import type { Outside } from './outside.ts'

/** Of what somebody gave to be sent: WhatsApp takes no more. */
const MAX_BYTES = 64 * 1024 * 1024
const TIMEOUT_MS = 30_000
const MEGABYTE = 1024 * 1024

export interface FetchLimits {
  maxBytes: number
  signal: AbortSignal
  /** Gone to wherever they are: the account's own server. */
  trustedHosts?: string[]
}

export interface FetchedFile {
  bytes: Uint8Array
  fileName: string | null
  mimeType: string | null
}

/** Throws an OmniError in plain words. */
export async function fetchFile(outside: Outside, url: string, limits?: FetchLimits): Promise<FetchedFile> {
  const { maxBytes, ...options } = limits ?? { maxBytes: MAX_BYTES, signal: AbortSignal.timeout(TIMEOUT_MS) }
  try {
    const response = await outside.get(url, options)
    if (response.status < 200 || response.status > 299) {
      response.hangUp()
      throw new OmniError('bad_request', `The file could not be fetched: its server answered ${response.status}.`)
    }
    const bytes = await boundedBytes(response, maxBytes)
    if (bytes === null) throw new OmniError('too_large', `The file is larger than ${Math.round(maxBytes / MEGABYTE)} MB.`)
    return { bytes, fileName: lastName(url), mimeType: response.header('content-type')?.split(';')[0] ?? null }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof OmniError ? error.cause : error
    if (cause instanceof OmniError) throw cause
    throw new OmniError('unreachable', `The file could not be fetched: ${errorMessage(error)}`, { cause: error })
  }
}

function lastName(url: string): string | null {
  const name = new URL(url).pathname.split('/').at(-1) ?? ''
  try {
    return name === '' ? null : decodeURIComponent(name)
  } catch {
    return name
  }
}
