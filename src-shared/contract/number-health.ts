import { oc } from '@orpc/contract'
import * as z from 'zod'
import { instanceNameSchema, timestampSchema } from './common.ts'

/** What keeps a number from being restricted or banned, where the platform does that. */
export const healthPolicySchema = z.object({
  /** Nothing is sent to people who never wrote. */
  replyOnly: z.boolean().default(true),
  /** Messages that may leave within any 60 minutes; the next ones wait. */
  perHour: z.number().int().min(1).max(2000).default(200),
  /** People who never wrote that may be written to within any 24 hours. */
  newContactsPerDay: z.number().int().min(0).max(500).default(5),
  /** The pause between two messages of the number is drawn from this range. */
  pauseMinMs: z.number().int().min(0).max(60_000).default(800),
  pauseMaxMs: z.number().int().min(0).max(60_000).default(2500),
})
export type HealthPolicy = z.infer<typeof healthPolicySchema>

export const numberStopSchema = z.object({
  /** `time_lock`: the platform says so. `refused`: it refused a message in the way that comes before a ban. */
  kind: z.enum(['time_lock', 'refused']),
  /** One plain sentence. */
  reason: z.string(),
  since: timestampSchema,
  /** When sending resumes automatically. */
  until: timestampSchema,
})
export type NumberStop = z.infer<typeof numberStopSchema>

export const numberHealthSchema = z.object({
  /** False for channels that need none of this: the rest is then without meaning. */
  applies: z.boolean(),
  policy: healthPolicySchema,
  sentLastHour: z.number().int(),
  /** When the next message may leave; null: now. */
  nextFreeAt: timestampSchema.nullable(),
  /** People who never wrote, written to within the last 24 hours. */
  newContactsToday: z.number().int(),
  /** Messages that wait for their turn. */
  waiting: z.number().int(),
  stop: numberStopSchema.nullable(),
})
export type NumberHealth = z.infer<typeof numberHealthSchema>

const byInstance = z.object({ instanceName: instanceNameSchema })

export const numberHealthContract = {
  get: oc.input(byInstance).output(numberHealthSchema),
  /** A person lets the number send again. */
  resume: oc.input(byInstance).output(numberHealthSchema),
}
