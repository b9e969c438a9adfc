import { oc } from '@orpc/contract'
import * as z from 'zod'
import { instanceNameSchema } from './common.ts'

/** What a model costs. Money is counted in millionths of the currency, in whole numbers. */
export const priceSchema = z.object({
  /** Of the model, agent or profile, in any case; `*` stands for anything. The first that fits counts. */
  model: z.string().trim().min(1).max(200),
  inputMicrosPerMillion: z.number().int().min(0).max(1_000_000_000_000),
  outputMicrosPerMillion: z.number().int().min(0).max(1_000_000_000_000),
  /** Of a recording that is transcribed; null: by its tokens, as far as they are reported. */
  audioMicrosPerMinute: z.number().int().min(0).max(1_000_000_000_000).nullable().default(null),
})
export type Price = z.infer<typeof priceSchema>

export const priceTableSchema = z.object({
  /** ISO 4217. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('USD'),
  prices: z.array(priceSchema).max(200).default([]),
})
export type PriceTable = z.infer<typeof priceTableSchema>

/** What agents used. `costMicros` counts only what has a price. */
export const spendSchema = z.object({
  turns: z.number().int(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  /** Of recordings that were transcribed. */
  audioSeconds: z.number().int(),
  costMicros: z.number().int(),
})
export type Spend = z.infer<typeof spendSchema>

export const instanceSpendSchema = z.object({
  instanceName: instanceNameSchema,
  today: spendSchema,
  month: spendSchema,
  /** Which of its limits is reached: its agent is not asked until the next day or month. */
  reached: z.enum(['daily', 'monthly']).nullable(),
})
export type InstanceSpend = z.infer<typeof instanceSpendSchema>

const daySchema = z.iso.date()

export const spendContract = {
  prices: {
    get: oc.output(priceTableSchema),
    /** Replaces the table. What was counted already stays as it was. */
    save: oc.input(priceTableSchema).output(priceTableSchema),
  },
  /** Today and this month of every instance, by the date of the machine that Omni runs on. */
  now: oc.output(z.object({ currency: z.string(), instances: z.array(instanceSpendSchema) })),
  /** All that a person has cost. */
  ofContact: oc.input(z.object({ contactId: z.string().max(100) })).output(z.object({ currency: z.string(), spend: spendSchema })),
  /** Day by day, both days included; days without use are left out. */
  byDay: oc
    .input(z.object({ from: daySchema, to: daySchema, instanceName: instanceNameSchema.optional() }))
    .output(z.object({ currency: z.string(), total: spendSchema, days: z.array(spendSchema.extend({ day: daySchema })) })),
}
