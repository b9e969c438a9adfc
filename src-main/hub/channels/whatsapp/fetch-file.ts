/** The bytes behind a web address that somebody gave to be sent, bounded in size and time. */
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'

const MAX_BYTES = 64 * 1024 * 1024
const TIMEOUT_MS = 30_000

export interface FetchedFile {
  bytes: Uint8Array
  fileName: string | null
  mimeType: string | null
}

/** Throws an OmniError in plain words. */
export async function fetchFile(url: string): Promise<FetchedFile> {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new OmniError('bad_request', 'The address of the file is not valid.')
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    if (!response.ok) throw new OmniError('bad_request', `The file could not be fetched: its server answered ${response.status}.`)
    const chunks: Uint8Array[] = []
    let size = 0
    for await (const chunk of response.body ?? []) {
      size += chunk.length
      if (size > MAX_BYTES) throw new OmniError('bad_request', 'The file is larger than 64 MB.')
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
