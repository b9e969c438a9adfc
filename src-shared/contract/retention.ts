import { oc } from '@orpc/contract'
import * as z from 'zod'
import { timestampSchema } from './common.ts'

/** Days; null: forever. */
const days = z.number().int().min(1).max(3650).nullable()

/** How long things are kept. What belongs to something that is gone goes with it: no trace outlives its messages by this. */
export const retentionSchema = z.object({
  /** What was sent and received, as it was, on the traces. The bulk of a database. */
  payloadsDays: days.default(30),
  tracesDays: days.default(30),
  /** Pictures, voice messages and other files; their messages stay. */
  mediaDays: days.default(null),
  messagesDays: days.default(null),
  /** What agents used and cost, day by day. The limit of a month needs all of it. */
  spendDays: z.number().int().min(62).max(3650).nullable().default(730),
})
export type Retention = z.infer<typeof retentionSchema>

export const expiringSchema = z.enum(['payloads', 'traces', 'media', 'messages', 'spend'])
export type Expiring = z.infer<typeof expiringSchema>

const counts = z.record(expiringSchema, z.number().int())

export const cleanUpSchema = z.object({
  at: timestampSchema,
  deleted: counts,
  /** Given back to the disk; what is not is used again by what comes. */
  freedBytes: z.number(),
  /** One plain sentence when it could not be finished; it is tried again. */
  error: z.string().nullable(),
})
export type CleanUp = z.infer<typeof cleanUpSchema>

export const storageUsageSchema = z.object({
  databaseBytes: z.number(),
  /** Of the database, empty: used again before the file grows. */
  freeBytes: z.number(),
  /** Both measured on a part and reckoned up, where there are many. */
  media: z.object({ count: z.number().int(), bytes: z.number() }),
  payloads: z.object({ count: z.number().int(), bytes: z.number() }),
  messages: z.number().int(),
  traces: z.number().int(),
  logsBytes: z.number(),
  backupsBytes: z.number(),
})
export type StorageUsage = z.infer<typeof storageUsageSchema>

export const retentionContract = {
  get: oc.output(z.object({ retention: retentionSchema, lastCleanUp: cleanUpSchema.nullable() })),
  /** Holds from the next clean-up on, which comes within the hour. */
  set: oc.input(retentionSchema).output(retentionSchema),
  usage: oc.output(storageUsageSchema),
  /** Deletes at once what is past its time, and makes the file smaller where that is quick. */
  freeSpace: oc.output(cleanUpSchema),
}
