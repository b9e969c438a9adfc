import { oc } from '@orpc/contract'
import * as z from 'zod'
import { timestampSchema } from './common.ts'
import { personNameSchema } from './conversations.ts'

/** An answer of the agent that waits for a person's approval. A conversation has at most one. */
export const draftSchema = z.object({
  id: z.string(),
  conversationId: z.string(),
  turnId: z.string(),
  agentName: z.string(),
  text: z.string(),
  createdAt: timestampSchema,
})
export type Draft = z.infer<typeof draftSchema>

const id = z.string().max(100)

export const draftsContract = {
  /** Null when it is not open any more. */
  get: oc.input(z.object({ id })).output(draftSchema.nullable()),
  /** Sends it, with `text` instead of the agent's words if given. Conflict when it is not open any more. */
  approve: oc
    .input(z.object({ id, by: personNameSchema, text: z.string().min(1).max(60_000).optional() }))
    .output(z.object({ turnId: z.string() })),
  discard: oc.input(z.object({ id, by: personNameSchema })).output(z.object({ discarded: z.literal(true) })),
}
