/** Files on their way from this page into a conversation: read and handed over piece by piece. */
import { UPLOAD_CHUNK_BYTES, UPLOAD_MAX_BYTES } from '../../../../src-shared/upload-limits.ts'
import { hub } from '../../../hub/client.ts'
import { type Attachment, addAttachment, dropAttachment, findAttachment, patchAttachment } from '../../../stores/attachments.ts'
import { usePerson } from '../../../stores/person.ts'
import { recordMessage } from '../queries.ts'

/** Without the head of the data address that a reader puts before it. */
function toBase64(piece: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onerror = () => reject(reader.error ?? new Error('The file cannot be read.'))
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.readAsDataURL(piece)
  })
}

async function upload({ id, conversationId, file }: Attachment): Promise<void> {
  try {
    const { uploadId } = await hub.uploads.begin({ conversationId, fileName: file.name, sizeBytes: file.size })
    patchAttachment(id, { uploadId })
    for (let offset = 0; offset < file.size; ) {
      // Taken away meanwhile: what is there already is forgotten as well.
      if (!findAttachment(id)) {
        await hub.uploads.abort({ uploadId })
        return
      }
      const base64 = await toBase64(file.slice(offset, offset + UPLOAD_CHUNK_BYTES))
      const { receivedBytes } = await hub.uploads.chunk({ uploadId, offset, base64 })
      offset = receivedBytes
      patchAttachment(id, { sentBytes: receivedBytes })
    }
    await hub.uploads.finish({ uploadId })
    patchAttachment(id, { state: 'ready' })
  } catch (error) {
    patchAttachment(id, { state: 'failed', error })
  }
}

/** Puts files beside the reply. What is too large is refused by its size alone: not a byte of it is read. */
export function attachFiles(conversationId: string, files: Iterable<File>): void {
  for (const file of files) {
    const isTooLarge = file.size > UPLOAD_MAX_BYTES
    const item: Attachment = {
      id: crypto.randomUUID(),
      conversationId,
      file,
      previewUrl: !isTooLarge && /^image\/(png|jpeg|gif|webp)$/.test(file.type) ? URL.createObjectURL(file) : null,
      sentBytes: 0,
      state: isTooLarge ? 'refused' : 'uploading',
      uploadId: null,
      error: null,
    }
    addAttachment(item)
    if (!isTooLarge) void upload(item)
  }
}

export function uploadAgain(item: Attachment): void {
  patchAttachment(item.id, { state: 'uploading', sentBytes: 0, error: null, uploadId: null })
  void upload(item)
}

/** Sends what is ready, the caption with the first. @returns false if one of them could not be sent. */
export async function sendAttachments(items: Attachment[], caption: string): Promise<boolean> {
  let rest = caption
  for (const { id, conversationId, uploadId } of items) {
    if (uploadId === null) continue
    patchAttachment(id, { state: 'sending' })
    try {
      const by = usePerson.getState().name.trim() || undefined
      // The id of the attachment makes a repeated call harmless.
      recordMessage(await hub.conversations.sendFile({ conversationId, uploadId, caption: rest, clientId: id, by }))
      dropAttachment(id)
      rest = ''
    } catch (error) {
      patchAttachment(id, { state: 'failed', error })
      return false
    }
  }
  return true
}
