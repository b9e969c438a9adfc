import { oc } from '@orpc/contract'
import * as z from 'zod'
import { instanceNameSchema, timestampSchema } from './common.ts'

/** One call of an instance's webhook address, as it ended. */
export const webhookCallSchema = z.object({
  id: z.string(),
  at: timestampSchema,
  /** What the platform said happened (`messages.upsert`); null where the body was not read. */
  event: z.string().nullable(),
  /** `refused`: not taken, and the caller is at fault (secret, body); `failed`: the hub could not take it. */
  outcome: z.enum(['success', 'blocked', 'ignored', 'refused', 'failed']),
  /** HTTP. */
  statusCode: z.number().int(),
  durationMs: z.number(),
  /** Of the body, as the caller announced it. */
  sizeBytes: z.number().int().nullable(),
  /** Why it was not taken, in one plain sentence; null when it was. */
  reason: z.string().nullable(),
  /** The trace that it led to. */
  traceId: z.string().nullable(),
  /** Sent by "send a test call". */
  isTest: z.boolean(),
  /** How many calls ended exactly so in a row, this one (the newest) included. */
  count: z.number().int(),
})
export type WebhookCall = z.infer<typeof webhookCallSchema>

export const webhookTestSchema = z.object({
  /** For the screen's own words: `message` says the same in English. */
  result: z.enum([
    'arrived',
    /** No answer at all: wrong address, tunnel down, firewall. */
    'unreachable',
    'timeout',
    /** Something answered, but the call never reached this hub. */
    'wrong_place',
    /** It reached this hub, and was refused. */
    'refused',
    /** This channel is not called by its platform. */
    'no_webhook',
  ]),
  message: z.string(),
  address: z.string(),
  /** True when the address is of this machine alone: platforms on the internet cannot call it. */
  isLocalAddress: z.boolean(),
  statusCode: z.number().int().nullable(),
  durationMs: z.number(),
})
export type WebhookTest = z.infer<typeof webhookTestSchema>

const byName = z.object({ instanceName: instanceNameSchema })

export const webhooksContract = {
  /** The newest first, at most 50 taken and 20 others; kept in memory, so a restart starts over. */
  calls: oc.input(byName).output(z.array(webhookCallSchema)),
  /** Calls the instance's public webhook address as its platform would, with something that changes nothing. */
  test: oc.input(byName).output(webhookTestSchema),
  /**
   * Replaces the secret, tells the platform where the channel can, and shows it this once. Calls with
   * the old one are refused from now on.
   */
  renewSecret: oc.input(byName).output(z.object({ secret: z.string() })),
}
