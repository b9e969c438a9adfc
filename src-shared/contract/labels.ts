import { oc } from '@orpc/contract'
import * as z from 'zod'
import { conversationSchema } from './conversations.ts'

export const labelColourSchema = z.enum(['grey', 'green', 'blue', 'violet', 'pink', 'red', 'orange', 'yellow'])

export const labelSchema = z.object({ id: z.string(), name: z.string(), colour: labelColourSchema })
export type Label = z.infer<typeof labelSchema>

const name = z.string().trim().min(1).max(40)

/** The owner's own words for conversations, the same in every instance. */
export const labelsContract = {
  list: oc.output(z.array(labelSchema)),
  /** Conflict when there is one of this name, whatever its case. */
  create: oc.input(z.object({ name, colour: labelColourSchema })).output(labelSchema),
  update: oc.input(z.object({ id: z.string().max(100), name, colour: labelColourSchema })).output(labelSchema),
  remove: oc.input(z.object({ id: z.string().max(100) })).output(z.object({ removed: z.literal(true) })),
  /** The labels that the conversation has from now on. */
  assign: oc
    .input(z.object({ conversationId: z.string().max(100), labelIds: z.array(z.string().max(100)).max(20) }))
    .output(conversationSchema),
}
