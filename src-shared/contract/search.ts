import { oc } from '@orpc/contract'
import * as z from 'zod'
import { instanceNameSchema, timestampSchema } from './common.ts'
import { authorKindSchema, conversationSchema } from './conversations.ts'

/** Where the words of the search are in a text: `[start, end)` in UTF-16 units, in order. */
export const highlightsSchema = z.array(z.tuple([z.number().int(), z.number().int()]))
export type Highlights = z.infer<typeof highlightsSchema>

export const personHitSchema = z.object({ conversation: conversationSchema, highlights: highlightsSchema })
export type PersonHit = z.infer<typeof personHitSchema>

export const messageHitSchema = z.object({
  messageId: z.string(),
  /** For `conversations.messages({ aroundSeq })`. */
  seq: z.number().int(),
  conversationId: z.string(),
  conversationName: z.string(),
  instanceName: instanceNameSchema,
  author: authorKindSchema,
  sentAt: timestampSchema,
  /** The part of the text around the first hit. */
  snippet: z.string(),
  highlights: highlightsSchema,
})
export type MessageHit = z.infer<typeof messageHitSchema>

const query = z.string().trim().min(1).max(200)

export const searchContract = {
  /**
   * People (by name, number or chat name) and messages (full text), newest first. Every word has to
   * be there, the beginning of a word is enough; case and accents do not matter.
   */
  find: oc
    .input(z.object({ query, instanceName: instanceNameSchema.optional(), limit: z.number().int().min(1).max(50).default(20) }))
    .output(
      z.object({
        people: z.array(personHitSchema),
        messages: z.array(messageHitSchema),
        /** False while older messages of a big database are still being made searchable. */
        isComplete: z.boolean(),
      }),
    ),
  /** Only people: for the command palette. */
  people: oc
    .input(z.object({ query, instanceName: instanceNameSchema.optional(), limit: z.number().int().min(1).max(50).default(10) }))
    .output(z.array(personHitSchema)),
}
