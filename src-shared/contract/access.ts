import { oc } from '@orpc/contract'
import * as z from 'zod'
import { instanceNameSchema, timestampSchema } from './common.ts'

export const accessRuleSchema = z.object({
  id: z.number().int(),
  /** Null: the rule holds for every instance. */
  instanceName: instanceNameSchema.nullable(),
  /** A phone number or platform user id; a trailing `*` is a prefix, a bare `*` is everyone. */
  pattern: z.string(),
  type: z.enum(['allow', 'block']),
  reason: z.string().nullable(),
  createdAt: timestampSchema,
})
export type AccessRule = z.infer<typeof accessRuleSchema>

export const createAccessRuleSchema = z.object({
  instanceName: instanceNameSchema.nullable().default(null),
  pattern: z.string().trim().min(1).max(100),
  type: accessRuleSchema.shape.type,
  reason: z.string().max(500).nullable().default(null),
})
export type CreateAccessRule = z.infer<typeof createAccessRuleSchema>

export const accessDecisionSchema = z.object({
  allowed: z.boolean(),
  rule: accessRuleSchema.nullable(),
  reason: z.string(),
})
export type AccessDecision = z.infer<typeof accessDecisionSchema>

export const accessContract = {
  list: oc.input(z.object({ instanceName: instanceNameSchema.optional() })).output(z.array(accessRuleSchema)),
  create: oc.input(createAccessRuleSchema).output(accessRuleSchema),
  remove: oc.input(z.object({ id: z.number().int() })).output(z.object({ removed: z.literal(true) })),
  check: oc.input(z.object({ instanceName: instanceNameSchema, identity: z.string().min(1).max(100) })).output(accessDecisionSchema),
}
