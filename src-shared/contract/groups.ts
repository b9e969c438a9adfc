import { oc } from '@orpc/contract'
import * as z from 'zod'
import { instanceNameSchema } from './common.ts'

export const groupSchema = z.object({
  chatId: z.string(),
  name: z.string(),
  memberCount: z.number().int().nullable(),
})
export type Group = z.infer<typeof groupSchema>

export const groupsContract = {
  /**
   * The groups of an account by name. `isComplete` is false when the platform could not be asked: then
   * they are those that something was written in.
   */
  list: oc
    .input(z.object({ instanceName: instanceNameSchema }))
    .output(z.object({ groups: z.array(groupSchema), isComplete: z.boolean() })),
}
