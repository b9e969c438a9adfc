import { oc } from '@orpc/contract'
import * as z from 'zod'
import { mediaSchema, messageKindSchema } from './conversations.ts'

/** The largest file that can be attached. */
export const UPLOAD_MAX_BYTES = 64 * 1024 * 1024
/** The most of it that one call carries. */
export const UPLOAD_CHUNK_BYTES = 192 * 1024

const uploadId = z.string().max(100)

/**
 * A file on its way into the hub, piece by piece, because the desktop's page has no other way in
 * than its message port. What is too large is refused before a byte of it is read.
 */
export const uploadsContract = {
  /** `too_large` above {@link UPLOAD_MAX_BYTES}. An upload without news for ten minutes is forgotten. */
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
