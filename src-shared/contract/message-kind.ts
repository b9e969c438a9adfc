import * as z from 'zod'

export const messageKindSchema = z.enum([
  'text',
  'image',
  'video',
  'audio',
  'document',
  'sticker',
  'location',
  'contact',
  'reaction',
  'poll',
  'system',
  /** Something this version does not know; its raw form is on the trace. */
  'unsupported',
  /** It came, but its key did not yet: the content takes its place when the sender's phone sends it again. */
  'undecryptable',
])
export type MessageKind = z.infer<typeof messageKindSchema>
