import { oc } from '@orpc/contract'
import * as z from 'zod'
import { instanceNameSchema, timestampSchema } from './common.ts'

/** What became of the messages of a stretch of time. */
export const figuresSchema = z.object({
  received: z.number().int(),
  answered: z.number().int(),
  /** Answered that a person will answer. */
  handedOver: z.number().int(),
  /** On purpose not answered: a rule, a group without mention, a person took over. */
  stopped: z.number().int(),
  failed: z.number().int(),
  /** Of those that got an answer or should have: the share, 0 to 1, that got one; null without any. */
  answerRate: z.number().nullable(),
  /** From receipt to the last part sent, within 4 %. */
  medianMs: z.number().nullable(),
  p95Ms: z.number().nullable(),
})
export type Figures = z.infer<typeof figuresSchema>

export const statsRangeSchema = z.enum(['24h', '7d', '30d'])
export type StatsRange = z.infer<typeof statsRangeSchema>

export const homeStatsSchema = z.object({
  total: figuresSchema,
  /** The same time one range earlier, up to the same moment, to compare with. */
  previous: figuresSchema,
  /** Hours of the last day, else days, by the clock of the asker; the last one is not over yet. */
  over: z.array(figuresSchema.extend({ from: timestampSchema, to: timestampSchema })),
  byInstance: z.array(figuresSchema.extend({ instanceName: instanceNameSchema })),
  /** False while older messages are still being counted (after an update). */
  isComplete: z.boolean(),
})
export type HomeStats = z.infer<typeof homeStatsSchema>

export const homeContract = {
  stats: oc
    .input(
      z.object({
        range: statsRangeSchema,
        /** IANA name; an unknown one counts as UTC. */
        timeZone: z.string().max(100).default('UTC'),
        /** `byInstance` is of all instances all the same. */
        instanceName: instanceNameSchema.optional(),
      }),
    )
    .output(homeStatsSchema),
}
