import { oc } from '@orpc/contract'
import * as z from 'zod'
import { instanceNameSchema, timestampSchema } from './common.ts'

/** A file that was opened again after it was written: what failed that has no name of a backup. */
export const backupSchema = z.object({
  /** The file's name, and its address for a browser: `/backups/{name}`. */
  name: z.string(),
  /** Where it lies on the machine that Omni runs on. */
  path: z.string(),
  sizeBytes: z.number(),
  createdAt: timestampSchema,
})
export type Backup = z.infer<typeof backupSchema>

export const backupPlanSchema = z.object({
  /** `weekly`: seven days after the one before. */
  every: z.enum(['off', 'daily', 'weekly']).default('off'),
  /** By the clock of the machine that Omni runs on. */
  hour: z.number().int().min(0).max(23).default(3),
  /** A folder on that machine; null: `backups` beside the data. */
  folder: z.string().trim().min(1).max(1000).nullable().default(null),
  /** The newest so many of this installation stay in the folder. */
  keep: z.number().int().min(1).max(100).default(7),
})
export type BackupPlan = z.infer<typeof backupPlanSchema>

export const backupStateSchema = z.object({
  plan: backupPlanSchema,
  /** The folder in force. */
  folder: z.string(),
  isMaking: z.boolean(),
  /** Null: nothing is planned. */
  nextAt: timestampSchema.nullable(),
  /** The newest that could be opened again, also when its folder is away. */
  lastGood: backupSchema.nullable(),
  /** Of the newest try, if it failed; one plain sentence. */
  failure: z.object({ at: timestampSchema, message: z.string() }).nullable(),
})
export type BackupState = z.infer<typeof backupStateSchema>

/** The data came from a backup, and the computer that it was made on may still be connected to the same accounts. */
export const heldAccountsSchema = z.object({
  /** When it was restored. */
  since: timestampSchema,
  /** When the backup was made. */
  madeAt: timestampSchema,
  instanceNames: z.array(instanceNameSchema),
})
export type HeldAccounts = z.infer<typeof heldAccountsSchema>

export const backupsContract = {
  /** Newest first. */
  list: oc.output(z.array(backupSchema)),
  /** An encrypted copy of everything, made while messages come and go, and opened again before it counts. */
  create: oc.output(backupSchema),
  remove: oc.input(z.object({ name: z.string().max(200) })).output(z.object({ removed: z.literal(true) })),
  state: oc.output(backupStateSchema),
  /** Throws BAD_REQUEST with `details.field` for a folder that cannot be used. */
  setPlan: oc.input(backupPlanSchema).output(backupStateSchema),
  /** The accounts that are not connected since a restore; null: none. */
  held: oc.output(heldAccountsSchema.nullable()),
  /** The computer of the backup is off: the held accounts connect. */
  confirmOldIsOff: oc.output(z.object({ confirmed: z.literal(true) })),
}
