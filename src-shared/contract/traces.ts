import { oc } from '@orpc/contract'
import * as z from 'zod'
import { cacheHitSchema } from './answer-cache.ts'
import { instanceNameSchema, pageOf, pageSchema, timestampSchema } from './common.ts'
import { messageKindSchema } from './conversations.ts'
import { channelKindSchema } from './instances.ts'
import { stopCodeSchema, turnStateSchema } from './turn-state.ts'

export type { StopCode, TurnState } from './turn-state.ts'

export const stageSchema = z.enum(['receive', 'admit', 'gather', 'media_text', 'route', 'recall', 'answer_cache', 'think', 'deliver'])
export type Stage = z.infer<typeof stageSchema>

export const traceStepSchema = z.object({
  stage: stageSchema,
  status: z.enum(['ok', 'stopped', 'failed', 'running']),
  /** Milliseconds from the receipt of the turn's first message to the start of this step. */
  offsetMs: z.number(),
  durationMs: z.number(),
  /** One plain sentence; when the step stopped the turn, the reason. */
  detail: z.string(),
})
export type TraceStep = z.infer<typeof traceStepSchema>

export const traceSchema = z.object({
  id: z.string(),
  instanceName: instanceNameSchema,
  conversationId: z.string().nullable(),
  contactName: z.string().nullable(),
  contactPhone: z.string().nullable(),
  messageKind: messageKindSchema,
  messagePreview: z.string(),
  messageCount: z.number().int(),
  state: turnStateSchema,
  stopCode: stopCodeSchema.nullable(),
  /** The stage that failed; null where none did. */
  errorStage: z.string().nullable(),
  hasMedia: z.boolean(),
  /** The platform's id of its first message. */
  messageExternalId: z.string().nullable(),
  /** The outcome in one plain sentence; null while the turn is under way. */
  reason: z.string().nullable(),
  agentKind: z.string().nullable(),
  /** Which saved agent it was, and what it was called then; it may be gone by now. */
  agentProfileId: z.string().nullable(),
  agentName: z.string().nullable(),
  /** The answer said that a person will: nobody has answered yet. */
  isHandedOver: z.boolean(),
  /** As far as the agent reported them. */
  inputTokens: z.number().int().nullable(),
  outputTokens: z.number().int().nullable(),
  /** Millionths of the currency of the price table; null without a price. */
  costMicros: z.number().int().nullable(),
  sessionName: z.string().nullable(),
  agentSessionId: z.string().nullable(),
  agentDurationMs: z.number().nullable(),
  totalDurationMs: z.number().nullable(),
  receivedAt: timestampSchema,
  completedAt: timestampSchema.nullable(),
  steps: z.array(traceStepSchema),
  /** The turn that a person had run again, of which this is the repetition. */
  rerunOf: z.string().nullable(),
})
export type Trace = z.infer<typeof traceSchema>

export const tracePayloadSchema = z.object({
  id: z.string(),
  stage: stageSchema,
  kind: z.enum(['webhook', 'agent_request', 'agent_response', 'platform_request', 'platform_response']),
  at: timestampSchema,
  statusCode: z.number().int().nullable(),
  sizeBytes: z.number().int(),
  /** JSON text, secrets removed. */
  body: z.string(),
})
export type TracePayload = z.infer<typeof tracePayloadSchema>

/** What was said in a turn, as far as its messages are still stored. */
export const traceSaidSchema = z.object({
  customer: z.array(z.string()),
  /** What was sent; empty when nothing was. */
  answer: z.array(z.string()),
})
export type TraceSaid = z.infer<typeof traceSaidSchema>

export const traceFilterSchema = z.object({
  instanceName: instanceNameSchema.optional(),
  channel: channelKindSchema.optional(),
  conversationId: z.string().max(100).optional(),
  states: z.array(turnStateSchema).max(10).optional(),
  stopCodes: z.array(stopCodeSchema).max(30).optional(),
  hasError: z.boolean().optional(),
  hasMedia: z.boolean().optional(),
  messageKind: messageKindSchema.optional(),
  /** Both inclusive, by the time of receipt. */
  from: timestampSchema.optional(),
  to: timestampSchema.optional(),
  minDurationMs: z.number().int().min(0).optional(),
  /** The sender's number; anything but its digits is ignored. */
  phone: z.string().max(100).optional(),
  sessionName: z.string().max(500).optional(),
  agentSessionId: z.string().max(500).optional(),
  /** Words that the message, the contact, the number, the reason or an id begins with; numbers also by inner digits. */
  query: z.string().max(200).optional(),
})

export const tracesContract = {
  /**
   * Newest first. A page that has looked at many traces comes short, even empty, with `nextBefore`
   * set: ask on from there.
   */
  list: oc.input(pageSchema.extend(traceFilterSchema.shape)).output(pageOf(traceSchema)),
  /** `cacheHit`: where no agent was asked for the answer. */
  get: oc
    .input(z.object({ id: z.string().max(100) }))
    .output(
      z.object({ trace: traceSchema, said: traceSaidSchema, cacheHit: cacheHitSchema.nullable(), payloads: z.array(tracePayloadSchema) }),
    ),
}
