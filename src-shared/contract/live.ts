import { eventIterator, oc } from '@orpc/contract'
import * as z from 'zod'
import { instanceNameSchema, timestampSchema } from './common.ts'
import { conversationSchema, messageSchema, streamSchema } from './conversations.ts'
import { connectionSchema } from './instances.ts'
import { traceSchema } from './traces.ts'
import { tunnelStatusSchema } from './tunnel.ts'

export const countersSchema = z.object({
  queueDepth: z.number().int(),
  oldestQueuedMs: z.number(),
  connected: z.number().int(),
  instances: z.number().int(),
  /** Conversations that need a person: asked for, an answer to approve, a delivery to decide on. */
  waiting: z.number().int(),
  /** Conversations with unread messages. */
  unread: z.number().int(),
})
export type Counters = z.infer<typeof countersSchema>

/**
 * What happens, as it happens.
 *
 * A `stream.delta` carries the position (`from`, in UTF-16 units) where its text belongs in the
 * answer. A client appends only what lies beyond what it already has; a gap means it missed
 * something and re-reads `conversations.messages`, whose `streams` is the snapshot.
 */
export const liveEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('instance.changed'),
    instanceName: instanceNameSchema,
    connection: connectionSchema,
    /** Its settings were saved, at this time: who has older ones reads it again. */
    updatedAt: timestampSchema.optional(),
  }),
  z.object({ type: z.literal('instance.removed'), instanceName: instanceNameSchema }),
  z.object({ type: z.literal('conversation.changed'), conversation: conversationSchema }),
  /** The conversation `fromId` was with the same person: everything of it is in this one now. */
  z.object({ type: z.literal('conversation.merged'), fromId: z.string(), conversation: conversationSchema }),
  /** New or changed (edit, receipt, reaction, delivery state); same `id` means same message. */
  z.object({ type: z.literal('message.changed'), message: messageSchema }),
  z.object({ type: z.literal('trace.changed'), trace: traceSchema }),
  z.object({ type: z.literal('stream.started'), stream: streamSchema }),
  z.object({ type: z.literal('stream.delta'), turnId: z.string(), conversationId: z.string(), from: z.number().int(), text: z.string() }),
  z.object({ type: z.literal('stream.tool'), turnId: z.string(), conversationId: z.string(), tool: z.string().nullable() }),
  /** `messageIds` are the messages that replace the stream, empty when nothing is sent. */
  z.object({ type: z.literal('stream.ended'), turnId: z.string(), conversationId: z.string(), messageIds: z.array(z.string()) }),
  z.object({ type: z.literal('typing'), conversationId: z.string(), who: z.string(), isTyping: z.boolean() }),
  /** Lists beside the conversations changed: read them again. `conversationId` is null for those of all. */
  z.object({
    type: z.literal('inbox.changed'),
    what: z.enum(['labels', 'saved_replies', 'notes', 'scheduled', 'summary']),
    conversationId: z.string().nullable(),
  }),
  /** From now on the agent of this instance is not asked until the next day or month. */
  z.object({
    type: z.literal('spend.reached'),
    instanceName: instanceNameSchema,
    /** One plain sentence. */
    message: z.string(),
    at: timestampSchema,
  }),
  /** A saved agent: its settings, the accounts it answers for, or how it is doing. */
  z.object({ type: z.literal('agents.changed') }),
  /** What an instance would answer without its agent, or how often it did. */
  z.object({ type: z.literal('answers.changed'), instanceName: instanceNameSchema }),
  /** The wizard's draft or the checklist; null when it was no window of the panel that changed it. */
  z.object({ type: z.literal('setup.changed'), windowId: z.string().nullable() }),
  /** The recovery phrase or what locks the secrets: never the words. */
  z.object({ type: z.literal('phrase.changed') }),
  /** One was made or failed, the plan, or what is held since a restore. */
  z.object({ type: z.literal('backups.changed') }),
  z.object({ type: z.literal('tunnel.changed'), status: tunnelStatusSchema }),
  z.object({ type: z.literal('counters'), counters: countersSchema }),
])
export type LiveEvent = z.infer<typeof liveEventSchema>

/**
 * One frame of live events. `epoch` names the hub process: when it changes, or when `isReset` is
 * set (the client fell too far behind), everything read earlier may be stale and is read again.
 * `seq` grows by one with each frame of this subscription.
 */
export const liveFrameSchema = z.object({
  epoch: z.string(),
  seq: z.number().int(),
  isReset: z.boolean(),
  /** When it was sent, by the clock of the hub. */
  at: timestampSchema,
  events: z.array(liveEventSchema),
})
export type LiveFrame = z.infer<typeof liveFrameSchema>

/** A window of the panel, as it tells of itself. */
const presenceSchema = z.object({
  windowId: z.string().max(100),
  /** The name that the person gave herself; empty without one. */
  who: z.string().max(80),
  /** Notifications may be shown there. */
  canNotify: z.boolean(),
  /** It is being used right now. */
  isActive: z.boolean(),
})

export const liveContract = {
  /**
   * Frames from now on, at most one per 16 ms. A reset frame (the first one is one) begins with the
   * answers in progress, each a `stream.started` with its text so far.
   */
  subscribe: oc.output(eventIterator(liveFrameSchema)),
  /** Is it this window's turn to tell its person what happens? At once, and with every change. One of a person's windows has it. */
  leadership: oc.input(presenceSchema).output(eventIterator(z.object({ isLeader: z.boolean() }))),
  /** Of a window that watches `leadership`: it was used, or something of it changed. */
  present: oc.input(presenceSchema).output(z.object({ noted: z.literal(true) })),
}
