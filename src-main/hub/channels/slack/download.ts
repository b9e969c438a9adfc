/** The bytes of a file of Slack. */
import { OmniError } from '../../../../src-shared/errors.ts'
import { boundedBytes } from '../../runtime/http/bounded-bytes.ts'
import { callHttp } from '../../runtime/http/call.ts'
import type { MediaLimits } from '../port.ts'
import { SlackError } from './failures.ts'
import type { FileSource } from './normalize/files.ts'

const GONE = 'The file is not on Slack any more.'
/** Hosts that are given the token. */
const SLACK_HOST = /^files(-[a-z0-9]+)?\.slack\.com$/
const MAX_REDIRECTS = 3

interface Where {
  token: string
  /** Of a test server. */
  apiUrl: string | undefined
}

/** Throws an OmniError, see `Channel.fetchMedia`. */
export async function downloadFile({ token, apiUrl }: Where, source: unknown, { maxBytes, signal }: MediaLimits): Promise<Uint8Array> {
  const { url, sizeBytes } = (source ?? {}) as Partial<FileSource>
  if (url === undefined) throw new OmniError('not_found', GONE)
  if (sizeBytes != null && sizeBytes > maxBytes)
    throw new OmniError('too_large', `The file is larger than ${Math.round(maxBytes / 1024 / 1024)} MB.`)
  let address = url
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    if (!isSlacks(address, apiUrl)) throw new OmniError('not_found', GONE)
    const answer = await callHttp(address, { method: 'GET', headers: { authorization: `Bearer ${token}` }, signal })
    const next = answer.header('location')
    if (answer.status >= 300 && answer.status < 400 && next !== null) {
      answer.hangUp()
      address = new URL(next, address).href
      continue
    }
    if (answer.status === 404 || answer.status === 410) {
      answer.hangUp()
      throw new OmniError('not_found', GONE)
    }
    if (answer.status !== 200) {
      answer.hangUp()
      throw new SlackError('platform_error', `Slack failed (error ${answer.status}).`)
    }
    // Whoever has no right to it is shown Slack's login page, under status 200.
    if (answer.header('content-type')?.startsWith('text/html') === true && !/\.html?(\?|$)/i.test(address)) {
      answer.hangUp()
      throw new OmniError(
        'not_found',
        'Slack does not give the app this file: it lacks the permission files:read, or is not in the channel.',
      )
    }
    const bytes = await boundedBytes(answer, maxBytes)
    if (bytes === null) throw new OmniError('too_large', `The file is larger than ${Math.round(maxBytes / 1024 / 1024)} MB.`)
    if (sizeBytes != null && bytes.byteLength !== sizeBytes)
      throw new OmniError('invalid_response', 'Slack gave another file than was announced.')
    return bytes
  }
  throw new OmniError('not_found', GONE)
}

function isSlacks(address: string, apiUrl: string | undefined): boolean {
  const url = URL.parse(address)
  if (url === null) return false
  if (apiUrl !== undefined && url.origin === new URL(apiUrl).origin) return true
  return url.protocol === 'https:' && SLACK_HOST.test(url.hostname)
}
