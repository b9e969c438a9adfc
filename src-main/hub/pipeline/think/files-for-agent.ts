/** The files of a turn as an agent gets them: bounded one by one and together, and pictures only where they are wanted. */
import type { AgentMedia } from '../../agents/port.ts'
import { isInWords } from '../../answering/message-words.ts'
import type { Storage } from '../../storage/port.ts'
import type { MessageRecord } from '../../storage/records.ts'

const MEGABYTE = 1024 * 1024
/** What servers of models take in one call is not much more, and base64 makes a third more of it. */
const MAX_BYTES = 8 * MEGABYTE
const MAX_BYTES_TOGETHER = 24 * MEGABYTE
/** A picture is asked about in the message after it, or the one after that. */
const LOOKED_BACK = 6
const MAX_EARLIER_PICTURES = 2

interface Wanted {
  takesImages: boolean
  /** See `isInWords`. */
  documentCharacters: number
}

const isPicture = ({ kind }: Pick<MessageRecord, 'kind'>): boolean => kind === 'image' || kind === 'sticker'

/** In the order of their messages. What is too large, or not wanted, comes without bytes and address. */
export async function filesForAgent(
  storage: Pick<Storage, 'readMedia'>,
  messages: MessageRecord[],
  { takesImages, documentCharacters }: Wanted,
): Promise<AgentMedia[]> {
  const files: AgentMedia[] = []
  let together = 0
  for (const message of messages) {
    const { media, kind } = message
    if (media === null) continue
    const isWanted = takesImages || !isPicture(message)
    const fits = (bytes: number) => bytes <= MAX_BYTES && together + bytes <= MAX_BYTES_TOGETHER
    const mayFit = media.id !== null && isWanted && fits(media.sizeBytes ?? 0)
    const stored = mayFit && media.id !== null ? await storage.readMedia(media.id) : null
    const bytes = stored !== null && fits(stored.bytes.length) ? stored.bytes : null
    together += bytes?.length ?? 0
    files.push({
      kind,
      mimeType: media.mimeType,
      fileName: media.fileName,
      base64: bytes === null ? null : Buffer.from(bytes).toString('base64'),
      url: isWanted ? media.url : null,
      isInWords: isInWords(message, documentCharacters),
      ...(isWanted && media.id !== null && bytes === null && !fits(stored?.bytes.length ?? media.sizeBytes ?? 0)
        ? { isTooLarge: true }
        : {}),
    })
  }
  return files
}

/** The newest pictures of customers among what was said right before, by the ids of their messages. */
export async function earlierPictures(storage: Pick<Storage, 'readMedia'>, history: MessageRecord[]): Promise<Map<string, AgentMedia[]>> {
  const shown = history
    .slice(-LOOKED_BACK)
    .filter((message) => isPicture(message) && message.author === 'customer')
    .slice(-MAX_EARLIER_PICTURES)
  const files = await Promise.all(
    shown.map(
      async (message) => [message.id, await filesForAgent(storage, [message], { takesImages: true, documentCharacters: 0 })] as const,
    ),
  )
  return new Map(files)
}
