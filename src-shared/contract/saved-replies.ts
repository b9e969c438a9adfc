import { oc } from '@orpc/contract'
import * as z from 'zod'
import { instanceNameSchema } from './common.ts'

export const savedReplySchema = z.object({
  id: z.string(),
  /** Null: for every instance. */
  instanceName: instanceNameSchema.nullable(),
  /** What is typed after `/`. */
  shortcut: z.string(),
  text: z.string(),
})
export type SavedReply = z.infer<typeof savedReplySchema>

const fields = {
  instanceName: instanceNameSchema.nullable().default(null),
  shortcut: z
    .string()
    .trim()
    .min(1)
    .max(40)
    .regex(/^[\p{L}\p{N}_-]+$/u, 'Use letters, digits, "-" and "_", without spaces.'),
  text: z.string().trim().min(1).max(10_000),
}

export const savedRepliesContract = {
  /** With an instance: its own and those for every instance. By shortcut. */
  list: oc.input(z.object({ instanceName: instanceNameSchema.optional() })).output(z.array(savedReplySchema)),
  create: oc.input(z.object(fields)).output(savedReplySchema),
  update: oc.input(z.object({ id: z.string().max(100), ...fields })).output(savedReplySchema),
  remove: oc.input(z.object({ id: z.string().max(100) })).output(z.object({ removed: z.literal(true) })),
}
