import { oc } from '@orpc/contract'
import * as z from 'zod'
import { UPLOAD_CHUNK_BYTES } from '../upload-limits.ts'
import { mediaSchema, messageKindSchema } from './conversations.ts'

const uploadId = z.string().max(100)

/**
 * A file on its way into the hub, piece by piece, because the desktop's page has no other way in
 * than its message port. What is too large is refused before a byte of it is read.
 */
export const uploadsContract = {
  /** `too_large` above `UPLOAD_MAX_BYTES`. An upload without a new piece for ten minutes is forgotten. */
  begin: oc
    .input(z.object({ conversationId: z.string().max(100), fileName: z.string().max(300), sizeBytes: z.number().int().min(0) }))
    .output(z.object({ uploadId })),
  /** `offset` has to be what was received so far; the same piece twice changes nothing. */
  chunk: oc
    .input(z.object({ uploadId, offset: z.number().int().min(0), base64: z.string().max(Math.ceil(UPLOAD_CHUNK_BYTES / 3) * 4 + 4) }))
    .output(z.object({ receivedBytes: z.number().int() })),
  /** What it is, by its bytes and not by its name. */
  finish: oc.input(z.object({ uploadId })).output(z.object({ uploadId, kind: messageKindSchema, media: mediaSchema })),
  abort: oc.input(z.object({ uploadId })).output(z.object({ aborted: z.literal(true) })),
}
