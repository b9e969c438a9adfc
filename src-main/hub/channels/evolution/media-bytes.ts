/** Fetching media that did not come along with its message: the server's download may have failed at first. */
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import type { ChannelEvent, InboundMessage } from '../port.ts'
import { bytesOf } from '../whatsapp/normalize/json.ts'
import type { EvolutionApi } from './api.ts'

/** At most this many files of one call; a back-fill of a busy night must not fetch gigabytes. */
const MAX_FILES = 20

async function complete(api: EvolutionApi, message: InboundMessage, log: Logger): Promise<InboundMessage> {
  const { media } = message
  if (!media) return message
  try {
    const bytes = bytesOf(await api.mediaBase64(message.externalId))
    return bytes ? { ...message, media: { ...media, bytes, sizeBytes: bytes.length } } : message
  } catch (error) {
    log.debug({ externalId: message.externalId, error: errorMessage(error) }, 'the media of a message could not be fetched')
    return message
  }
}

/** The events with the bytes of their media, where the server has them. Never rejects for want of a file. */
export async function withMediaBytes(
  api: EvolutionApi,
  events: ChannelEvent[],
  isKnown: (externalId: string) => Promise<boolean>,
  log: Logger,
): Promise<ChannelEvent[]> {
  let files = 0
  return Promise.all(
    events.map(async (event) => {
      const isWanting = event.type === 'message' && event.media !== null && event.media.bytes === null && event.media.url === null
      if (!isWanting || files >= MAX_FILES) return event
      files += 1
      return (await isKnown(event.externalId)) ? event : complete(api, event, log)
    }),
  )
}
