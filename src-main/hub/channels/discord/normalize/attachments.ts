/** Files of a message. Voice messages are files with a flag; stickers and polls stand beside them. */
import type { APIAttachment, APIMessage, APIMessageSnapshotFields } from 'discord.js'
import type { InboundMedia, InboundMessage } from '../../port.ts'

const VOICE_MESSAGE = 1 << 13

/** By what the file is found again: Discord's addresses end after a day. */
export interface FileSource {
  channelId: string
  messageId: string
  attachmentId: string
  url: string
  sizeBytes: number
}

export interface File {
  kind: InboundMessage['kind']
  media: InboundMedia
  /** What its writer calls it for those who cannot see it. */
  description: string
}

export function filesOf(
  message: Pick<APIMessage, 'id' | 'channel_id'>,
  content: Pick<APIMessageSnapshotFields, 'attachments' | 'flags'>,
): File[] {
  const isVoice = ((content.flags ?? 0) & VOICE_MESSAGE) !== 0
  return content.attachments.map((attachment) => {
    const source: FileSource = {
      channelId: message.channel_id,
      messageId: message.id,
      attachmentId: attachment.id,
      url: attachment.url,
      sizeBytes: attachment.size,
    }
    const mimeType = attachment.content_type?.split(';')[0] ?? 'application/octet-stream'
    const media: InboundMedia = {
      mimeType,
      fileName: attachment.filename,
      sizeBytes: attachment.size,
      durationSeconds: attachment.duration_secs ?? null,
      width: attachment.width ?? null,
      height: attachment.height ?? null,
      isVoiceNote: isVoice,
      bytes: null,
      url: null,
      source,
    }
    return { kind: kindOf(attachment, mimeType), media, description: attachment.description ?? '' }
  })
}

function kindOf({ height }: APIAttachment, mimeType: string): InboundMessage['kind'] {
  const [family] = mimeType.split('/')
  // Of what Discord cannot show as a picture it gives no measures.
  if (family === 'image' && mimeType !== 'image/svg+xml') return 'image'
  if (family === 'video' && height != null) return 'video'
  return family === 'audio' ? 'audio' : 'document'
}
