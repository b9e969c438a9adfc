/** Files of a message. */
import type { InboundMedia, InboundMessage } from '../../port.ts'
import type { SlackFile } from '../events.ts'

/** By what a file is found again. */
export interface FileSource {
  fileId: string
  url: string
  sizeBytes: number | null
}

export interface File {
  kind: InboundMessage['kind']
  media: InboundMedia
}

/** What Slack keeps no content of is left out. */
export function filesOf(files: readonly SlackFile[]): File[] {
  return files.flatMap((file) => {
    const url = file.url_private_download ?? file.url_private
    if (url == null || file.mode === 'tombstone' || file.mode === 'hidden_by_limit' || file.mode === 'external') return []
    const mimeType = file.mimetype?.split(';')[0] ?? 'application/octet-stream'
    const source: FileSource = { fileId: file.id, url, sizeBytes: file.size ?? null }
    // Slack's own recordings are MP4 files that say so.
    const isVoiceNote = file.subtype === 'slack_audio'
    return [
      {
        kind: isVoiceNote ? 'audio' : kindOf(mimeType),
        media: {
          mimeType: isVoiceNote ? mimeType.replace(/^video\//, 'audio/') : mimeType,
          fileName: file.name ?? file.title ?? null,
          sizeBytes: file.size ?? null,
          durationSeconds: file.duration_ms == null ? null : Math.round(file.duration_ms / 1000),
          width: file.original_w ?? null,
          height: file.original_h ?? null,
          isVoiceNote,
          bytes: null,
          url: null,
          source,
        },
      },
    ]
  })
}

function kindOf(mimeType: string): InboundMessage['kind'] {
  const [family] = mimeType.split('/')
  if (family === 'image' && mimeType !== 'image/svg+xml') return 'image'
  return family === 'video' || family === 'audio' ? family : 'document'
}
