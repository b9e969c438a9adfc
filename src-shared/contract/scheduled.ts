import { oc } from '@orpc/contract'
import * as z from 'zod'
import { timestampSchema } from './common.ts'
import { personNameSchema } from './conversations.ts'

export const scheduledSchema = z.object({
  id: z.string(),
  conversationId: z.string(),
  text: z.string(),
  by: z.string(),
  sendAt: timestampSchema,
  /** `missed`: the program was off for more than an hour after its time; a person decides. */
  state: z.enum(['waiting', 'missed']),
  createdAt: timestampSchema,
})
export type Scheduled = z.infer<typeof scheduledSchema>

const id = z.string().max(100)
const text = z.string().trim().min(1).max(60_000)

export const scheduledContract = {
  /** Those of a conversation that are still to be sent, soonest first. */
  list: oc.input(z.object({ conversationId: id })).output(z.array(scheduledSchema)),
  /** `sendAt` has to lie in the future and within a year. */
  create: oc.input(z.object({ conversationId: id, text, sendAt: timestampSchema, by: personNameSchema })).output(scheduledSchema),
  /** Also takes a missed one up again. Conflict when it was sent meanwhile. */
  update: oc.input(z.object({ id, text, sendAt: timestampSchema })).output(scheduledSchema),
  cancel: oc.input(z.object({ id })).output(z.object({ cancelled: z.literal(true) })),
}
