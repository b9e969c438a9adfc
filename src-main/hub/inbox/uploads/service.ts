/**
 * Files on their way in, piece by piece, kept in a folder until they are sent or forgotten. The size
 * is declared first: what is too large is refused before a byte of it travels.
 */
import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Media, MessageKind } from '../../../../src-shared/contract/conversations.ts'
import { OmniError } from '../../../../src-shared/errors.ts'
import { UPLOAD_MAX_BYTES } from '../../../../src-shared/upload-limits.ts'
import { newId } from '../../runtime/ids.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { Storage } from '../../storage/port.ts'
import { sniff } from './sniff.ts'

const FORGET_AFTER_MS = 10 * 60_000
const MAX_OPEN = 50

interface Upload {
  instanceName: string
  fileName: string
  sizeBytes: number
  receivedBytes: number
  file: string
  finished: { kind: MessageKind; media: Media } | null
  forget: () => void
}

export interface FinishedUpload {
  instanceName: string
  kind: MessageKind
  media: Media
}

export interface UploadService {
  begin(instanceName: string, fileName: string, sizeBytes: number): Promise<string>
  /** The bytes received so far. */
  chunk(uploadId: string, offset: number, bytes: Uint8Array): Promise<number>
  /** What it is; nothing of it is stored for good yet. */
  finish(uploadId: string): Promise<FinishedUpload>
  /** Stores the file for a message; calling it again gives the same answer. */
  take(uploadId: string): Promise<FinishedUpload>
  abort(uploadId: string): Promise<void>
  /** Removes what is left of uploads of an earlier run. */
  start(): Promise<void>
}

/** The last part of a path, whatever wrote it, without what is not part of a name. */
function plainName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  const bare = (name.split(/[\\/]/).at(-1) ?? '').replace(/[\u0000-\u001f\u007f]/g, '').trim()
  return bare === '' ? 'file' : bare.slice(0, 200)
}

const tooLarge = () =>
  new OmniError('too_large', `The file is too large: at most ${UPLOAD_MAX_BYTES / 1024 / 1024} MB can be attached.`, {
    details: { maxBytes: UPLOAD_MAX_BYTES },
  })

export function createUploadService({ storage, folder, timers }: { storage: Storage; folder: string; timers: Timers }): UploadService {
  const uploads = new Map<string, Upload>()

  function find(uploadId: string): Upload {
    const upload = uploads.get(uploadId)
    if (upload === undefined) throw new OmniError('not_found', 'This upload was forgotten. Attach the file again.')
    return upload
  }

  async function drop(uploadId: string): Promise<void> {
    const upload = uploads.get(uploadId)
    uploads.delete(uploadId)
    upload?.forget()
    if (upload !== undefined) await rm(upload.file, { force: true })
  }

  function keepAwhile(uploadId: string, upload: Upload): void {
    upload.forget()
    upload.forget = timers.after(FORGET_AFTER_MS, () => void drop(uploadId))
  }

  return {
    async start() {
      await rm(folder, { recursive: true, force: true })
    },
    async begin(instanceName, fileName, sizeBytes) {
      if (sizeBytes > UPLOAD_MAX_BYTES) throw tooLarge()
      if (sizeBytes === 0) throw new OmniError('bad_request', 'The file is empty.')
      if (uploads.size >= MAX_OPEN) throw new OmniError('rate_limited', 'Too many files are being attached at once. Try again in a moment.')
      await mkdir(folder, { recursive: true })
      const id = newId()
      const upload: Upload = {
        instanceName,
        fileName: plainName(fileName),
        sizeBytes,
        receivedBytes: 0,
        file: join(folder, id),
        finished: null,
        forget: () => {},
      }
      await (await open(upload.file, 'w', 0o600)).close()
      uploads.set(id, upload)
      keepAwhile(id, upload)
      return id
    },
    async chunk(uploadId, offset, bytes) {
      const upload = find(uploadId)
      // A piece that was sent again because its answer got lost.
      if (offset + bytes.length <= upload.receivedBytes) return upload.receivedBytes
      if (offset !== upload.receivedBytes) throw new OmniError('conflict', 'A piece of the file is missing.')
      if (offset + bytes.length > upload.sizeBytes) throw new OmniError('too_large', 'The file is larger than was said at first.')
      upload.receivedBytes += bytes.length
      const file = await open(upload.file, 'r+')
      try {
        await file.write(bytes, 0, bytes.length, offset)
      } finally {
        await file.close()
      }
      keepAwhile(uploadId, upload)
      return upload.receivedBytes
    },
    async finish(uploadId) {
      const upload = find(uploadId)
      if (upload.receivedBytes !== upload.sizeBytes) throw new OmniError('conflict', 'A piece of the file is missing.')
      if (upload.finished === null) {
        const { mimeType, kind } = await sniff(await readFile(upload.file))
        const facts = { durationSeconds: null, width: null, height: null, isVoiceNote: false }
        upload.finished = { kind, media: { id: null, mimeType, sizeBytes: upload.sizeBytes, fileName: upload.fileName, ...facts } }
      }
      return { instanceName: upload.instanceName, ...upload.finished }
    },
    async take(uploadId) {
      const { instanceName, kind, media } = await this.finish(uploadId)
      const upload = find(uploadId)
      if (media.id !== null) return { instanceName, kind, media }
      const id = newId()
      await storage.addMedia({
        id,
        instanceName,
        mimeType: media.mimeType,
        fileName: media.fileName,
        bytes: await readFile(upload.file),
        createdAt: new Date(timers.now()).toISOString(),
      })
      upload.finished = { kind, media: { ...media, id } }
      return { instanceName, ...upload.finished }
    },
    abort: drop,
  }
}
