/** Sends a file into a conversation over the contract, as the panel does. */
import { UPLOAD_CHUNK_BYTES } from '../../src-shared/upload-limits.ts'
import type { PanelClient } from './hub.ts'

let sent = 0

export async function sendFile(panel: PanelClient, conversationId: string, fileName: string, bytes: Buffer, caption = ''): Promise<void> {
  const { uploadId } = await panel.uploads.begin({ conversationId, fileName, sizeBytes: bytes.length })
  for (let offset = 0; offset < bytes.length; offset += UPLOAD_CHUNK_BYTES) {
    const base64 = bytes.subarray(offset, offset + UPLOAD_CHUNK_BYTES).toString('base64')
    await panel.uploads.chunk({ uploadId, offset, base64 })
  }
  await panel.uploads.finish({ uploadId })
  sent += 1
  await panel.conversations.sendFile({ conversationId, uploadId, caption, clientId: `file-${sent}`, by: 'Sofia' })
}
