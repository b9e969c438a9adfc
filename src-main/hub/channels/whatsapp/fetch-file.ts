/** The bytes behind a web address, bounded in size and time. */
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'

/** Of what somebody gave to be sent: WhatsApp takes no more. */
const MAX_BYTES = 64 * 1024 * 1024
const TIMEOUT_MS = 30_000
const MEGABYTE = 1024 * 1024

export interface FetchLimits {
  maxBytes: number
  signal: AbortSignal
}

export interface FetchedFile {
  bytes: Uint8Array
  fileName: string | null
  mimeType: string | null
}

/** Throws an OmniError in plain words. */
export async function fetchFile(url: string, limits?: FetchLimits): Promise<FetchedFile> {
  const { maxBytes, signal } = limits ?? { maxBytes: MAX_BYTES, signal: AbortSignal.timeout(TIMEOUT_MS) }
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new OmniError('bad_request', 'The address of the file is not valid.')
  try {
    const response = await fetch(url, { signal })
    if (!response.ok) throw new OmniError('bad_request', `The file could not be fetched: its server answered ${response.status}.`)
    const chunks: Uint8Array[] = []
    let size = 0
    for await (const chunk of response.body ?? []) {
      size += chunk.length
      if (size > maxBytes) throw new OmniError('too_large', `The file is larger than ${Math.round(maxBytes / MEGABYTE)} MB.`)
      chunks.push(chunk)
    }
    const name = new URL(url).pathname.split('/').at(-1) ?? ''
    return {
      bytes: Buffer.concat(chunks),
      fileName: name === '' ? null : decodeURIComponent(name),
      mimeType: response.headers.get('content-type')?.split(';')[0] ?? null,
    }
  } catch (error) {
    if (error instanceof OmniError) throw error
    throw new OmniError('unreachable', `The file could not be fetched: ${errorMessage(error)}`, { cause: error })
  }
}
