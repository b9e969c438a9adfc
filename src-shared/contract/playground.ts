import { eventIterator, oc } from '@orpc/contract'
import * as z from 'zod'
import { instanceNameSchema, patchOf, timestampSchema } from './common.ts'
import { houseTextsSchema } from './instances.ts'

/**
 * Who is asked. The agent of an instance, with its key and texts, or a changed one: what is named
 * here replaces what is saved, for this run alone.
 */
export const dryAgentSchema = z.object({
  instanceName: instanceNameSchema,
  /** Another saved agent than the instance's own. */
  profileId: z.string().max(100).optional(),
  /** Of its back end's fields. */
  settings: z.record(z.string(), z.unknown()).optional(),
  /** Write-only; a secret that is not given is the profile's own, null is none. They are not kept. */
  secrets: z.record(z.string().max(100), z.string().max(2000).nullable()).optional(),
  house: patchOf(houseTextsSchema).optional(),
})

export const saidSchema = z.object({ author: z.enum(['customer', 'agent', 'person']), text: z.string().max(60_000) })

export const dryRunSourceSchema = z.discriminatedUnion('type', [
  /** A turn that happened: its messages, files and what was said before, as they are stored. */
  z.object({ type: z.literal('trace'), traceId: z.string().max(100) }),
  /** Something typed; `history` is what was said before in the same try. */
  z.object({ type: z.literal('text'), text: z.string().min(1).max(60_000), history: z.array(saidSchema).max(100).default([]) }),
])

export const startDryRunSchema = z.object({
  source: dryRunSourceSchema,
  agent: dryAgentSchema,
  /** Whose settings hold: fallback texts, splitting. For a trace, its own instance unless told otherwise. */
  settingsOf: instanceNameSchema.optional(),
  /** Runs with the same key share one session of the agent, which no customer ever has. */
  sessionKey: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional(),
})
export type StartDryRun = z.infer<typeof startDryRunSchema>

export const dryRunSchema = z.object({
  id: z.string(),
  /** So that it can never be taken for something that was sent. */
  isDryRun: z.literal(true),
  /** The instance whose settings held. */
  instanceName: instanceNameSchema,
  traceId: z.string().nullable(),
  /** What was asked. */
  text: z.string(),
  agent: z.object({ instanceName: instanceNameSchema, kind: z.string(), name: z.string(), isChanged: z.boolean() }),
  outcome: z.enum(['answered', 'failed', 'cancelled']),
  /** The agent's own words; null when it gave none. */
  answer: z.string().nullable(),
  /** The messages that a customer would have got: the answer in its parts, or the fallback text. */
  wouldSend: z.array(z.string()),
  /** Why there is no answer, in one sentence. */
  error: z.string().nullable(),
  errorCode: z.string().nullable(),
  startedAt: timestampSchema,
  durationMs: z.number(),
  firstDeltaMs: z.number().nullable(),
  tries: z.number().int(),
  /** How the text grew: milliseconds from the start, and characters so far; thinned out when there are many. */
  growth: z.array(z.object({ atMs: z.number(), length: z.number().int() })),
  tools: z.array(z.object({ name: z.string(), atMs: z.number(), durationMs: z.number().nullable() })),
  /** As far as the agent reports them. */
  tokens: z.object({ input: z.number().nullable(), output: z.number().nullable() }).nullable(),
  wantsHandover: z.boolean(),
  /** What went to the agent and came back at the last try, as JSON text, secrets removed. */
  request: z.string().nullable(),
  response: z.string().nullable(),
})
export type DryRun = z.infer<typeof dryRunSchema>

export const dryRunEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), id: z.string(), agentName: z.string() }),
  z.object({ type: z.literal('delta'), text: z.string() }),
  z.object({ type: z.literal('tool'), name: z.string(), status: z.enum(['started', 'completed']) }),
  /** A try failed half-way: what was shown is void. */
  z.object({ type: z.literal('restarted') }),
  z.object({ type: z.literal('done'), run: dryRunSchema }),
])
export type DryRunEvent = z.infer<typeof dryRunEventSchema>

/** One turn of a past conversation, as it can be run again. */
export const pastTurnSchema = z.object({
  traceId: z.string(),
  at: timestampSchema,
  customer: z.array(z.string()),
  /** What was sent then; empty when nothing was. */
  answer: z.array(z.string()),
  state: z.string(),
})
export type PastTurn = z.infer<typeof pastTurnSchema>

export const exampleSchema = z.object({
  id: z.string(),
  name: z.string().min(1).max(100),
  /** Whose settings hold, and whose agent answered when it was saved. */
  instanceName: instanceNameSchema,
  agentOf: instanceNameSchema,
  /** What the customer says, one after the other, and what is a good answer to it. */
  turns: z
    .array(z.object({ text: z.string().min(1).max(60_000), expected: z.string().max(60_000) }))
    .min(1)
    .max(50),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
})
export type Example = z.infer<typeof exampleSchema>

const byId = z.object({ id: z.string().max(100) })

export const playgroundContract = {
  /**
   * Asks an agent without a customer: nothing is sent, no conversation changes, no customer's session
   * is touched. The agent itself is really asked, with a made-up customer instead of the real
   * one. Ends with `done`; a caller who stops listening stops the run.
   */
  run: oc.input(startDryRunSchema).output(eventIterator(dryRunEventSchema)),
  /** Runs that were kept, newest first: of one trace, or the latest of all. */
  runs: oc
    .input(z.object({ traceId: z.string().max(100).optional(), limit: z.number().int().min(1).max(100).default(20) }))
    .output(z.array(dryRunSchema)),
  /** The turns of a past conversation, oldest first; the latest 50. */
  turns: oc.input(z.object({ conversationId: z.string().max(100) })).output(z.array(pastTurnSchema)),
  examples: {
    list: oc.output(z.array(exampleSchema)),
    create: oc.input(exampleSchema.omit({ id: true, createdAt: true, updatedAt: true })).output(exampleSchema),
    update: oc
      .input(byId.extend({ name: exampleSchema.shape.name.optional(), turns: exampleSchema.shape.turns.optional() }))
      .output(exampleSchema),
    remove: oc.input(byId).output(z.object({ removed: z.literal(true) })),
  },
}
