import { oc } from '@orpc/contract'
import * as z from 'zod'
import { timestampSchema } from './common.ts'

export const backupSchema = z.object({
  /** The file's name, and its address for a browser: `/backups/{name}`. */
  name: z.string(),
  /** Where it lies on the machine that Omni runs on. */
  path: z.string(),
  sizeBytes: z.number(),
  createdAt: timestampSchema,
})
export type Backup = z.infer<typeof backupSchema>

export const backupsContract = {
  /** Newest first. */
  list: oc.output(z.array(backupSchema)),
  /** A consistent copy of everything, made while messages come and go. */
  create: oc.output(backupSchema),
  remove: oc.input(z.object({ name: z.string().max(200) })).output(z.object({ removed: z.literal(true) })),
}
