/**
 * Files that did not come along with their message. The server's own download may fail at first and succeed
 * seconds later, so they are asked for by the message's id, by the hub and in its own time: a webhook waits for none.
 */
import { OmniError } from '../../../../src-shared/errors.ts'
import { fetchFile } from '../../runtime/http/fetch-file.ts'
import type { Outside } from '../../runtime/http/outside.ts'
import type { ChannelEvent, MediaLimits } from '../port.ts'
import { bytesOf, field, stringAt } from '../whatsapp/normalize/json.ts'
import type { EvolutionApi } from './api.ts'
import { EvolutionError } from './failures.ts'

/** The events with a source for each file that the server has not brought. */
export function awaitingMedia(events: ChannelEvent[]): ChannelEvent[] {
  return events.map((event) =>
    event.type === 'message' && event.media !== null && event.media.bytes === null && event.media.source === undefined
      ? { ...event, media: { ...event.media, source: { messageId: event.externalId } } }
      : event,
  )
}

/** The bytes of such a source, or of what the server keeps in a store of its own (S3 mode). Rejects as `Channel.fetchMedia` says. */
export async function fetchAwaited(
  { api, outside, serverUrl }: { api: EvolutionApi; outside: Outside; serverUrl: string },
  source: unknown,
  limits: MediaLimits,
): Promise<Uint8Array> {
  const messageId = stringAt(source, 'messageId')
  if (messageId !== null) return askFor(api, messageId, limits)
  // What was awaited when this instance was linked in the app has a key, and lies encrypted.
  const url = field(source, 'mediaKey') === undefined ? stringAt(source, 'url') : null
  if (url === null) throw new OmniError('unsupported', 'The file has no address.')
  return (await fetchFile(outside, url, { ...limits, trustedHosts: [new URL(serverUrl).host] })).bytes
}

async function askFor(api: EvolutionApi, messageId: string, { maxBytes, signal }: MediaLimits): Promise<Uint8Array> {
  let bytes: Uint8Array | null
  try {
    bytes = bytesOf(await api.mediaBase64(messageId, signal))
  } catch (error) {
    // "Not found" and answers without sense are what it gives while it has not got the file itself.
    const mayPass = error instanceof EvolutionError && (error.code === 'not_found' || error.code === 'invalid_response')
    throw mayPass ? new OmniError('platform_error', error.message, { cause: error }) : error
  }
  if (bytes === null) throw new OmniError('platform_error', 'The Evolution server does not have the file yet.')
  if (bytes.length > maxBytes) throw new OmniError('too_large', 'The file is too large.')
  return bytes
}
