import { oc } from '@orpc/contract'
import * as z from 'zod'
import { cacheHitSchema } from './answer-cache.ts'
import { instanceNameSchema, pageOf, pageSchema, timestampSchema } from './common.ts'
import { channelKindSchema } from './instances.ts'
import { messageKindSchema } from './message-kind.ts'
import { mediaTextSchema } from './text-of-media.ts'
import { stopCodeSchema, turnStateSchema } from './turn-state.ts'

export { type MessageKind, messageKindSchema } from './message-kind.ts'

/** Who wrote a message. `phone` is the owner writing on the account's own phone. */
export const authorKindSchema = z.enum(['customer', 'agent', 'person', 'phone', 'api', 'system'])
export type AuthorKind = z.infer<typeof authorKindSchema>

export const deliveryStateSchema = z.enum([
  'pending',
  'sending',
  'sent',
  'delivered',
  'read',
  'played',
  'failed',
  /** The process died between asking the platform and hearing from it: it may have been sent. */
  'unknown',
  'cancelled',
])
export type DeliveryState = z.infer<typeof deliveryStateSchema>

export const mediaSchema = z.object({
  /** Present when the bytes are stored here: fetch them at `/media/{id}`. */
  id: z.string().nullable(),
  mimeType: z.string(),
  sizeBytes: z.number().nullable(),
  fileName: z.string().nullable(),
  durationSeconds: z.number().nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  isVoiceNote: z.boolean(),
  /** The bytes are on their way. */
  isFetching: z.boolean().optional(),
  /** They are at the platform, and come when somebody asks (`conversations.fetchMedia`). */
  canFetch: z.boolean().optional(),
  /** Why the bytes are not here: one plain sentence. */
  problem: z.string().optional(),
  /** Until they are here: a small picture, as a `data:` URL. */
  thumbnail: z.string().optional(),
  /** Absent: nobody wanted it in words (yet). */
  mediaText: mediaTextSchema.optional(),
})
export type Media = z.infer<typeof mediaSchema>

/** What people and the hub did with a conversation, shown between its messages. `text` has it in English. */
export const conversationEventSchema = z.object({
  type: z.enum([
    'took_over',
    /** Somebody wrote on the account's own phone, which takes the conversation over. */
    'answered_on_phone',
    /** What had taken it over turned out to be a text that the phone sends automatically. */
    'automatic_on_phone',
    'gave_back',
    'time_over',
    'asked_for_person',
    'draft_discarded',
    'draft_superseded',
    'draft_approved',
    'answer_stopped',
    'run_again',
    'scheduled_missed',
  ]),
  /** Who did it; null when it happened automatically. */
  by: z.string().nullable(),
  /** For `took_over` and `answered_on_phone`: when the agent answers again. */
  until: timestampSchema.nullable(),
  /** For `asked_for_person`: `agent_failed`, `handover` or `missed` (it came while the program was away). */
  reason: z.string().nullable(),
})
export type ConversationEvent = z.infer<typeof conversationEventSchema>

/** Why a message waits to be sent. */
export const heldSchema = z.object({
  /**
   * `pace`: so that the platform does not restrict the number. `hour`: the number has sent all that it may in an hour.
   * `disconnected`: the account is not connected. `retry`: it could not be sent. `person`: a person's message goes first.
   */
  why: z.enum(['pace', 'hour', 'disconnected', 'retry', 'person']),
  /** It does not leave before; null where that depends on something else than time. */
  until: timestampSchema.nullable(),
})
export type Held = z.infer<typeof heldSchema>

export const messageSchema = z.object({
  id: z.string(),
  /** The order of a thread: grows with what comes, with room for what comes late. */
  seq: z.number().int(),
  instanceName: instanceNameSchema,
  conversationId: z.string(),
  externalId: z.string().nullable(),
  author: authorKindSchema,
  authorName: z.string().nullable(),
  kind: messageKindSchema,
  text: z.string(),
  media: mediaSchema.nullable(),
  location: z
    .object({ latitude: z.number(), longitude: z.number(), name: z.string().nullable(), address: z.string().optional() })
    .nullable(),
  sharedContacts: z.array(z.object({ name: z.string(), vcard: z.string().nullable() })),
  quote: z.object({ externalId: z.string(), text: z.string(), authorName: z.string().nullable() }).nullable(),
  reactions: z.array(z.object({ emoji: z.string(), by: z.string() })),
  sentAt: timestampSchema,
  editedAt: timestampSchema.nullable(),
  /** What it said before the last edit, where that is known. */
  previousText: z.string().nullable(),
  revokedAt: timestampSchema.nullable(),
  /** Null for messages of customers. */
  delivery: z
    .object({
      id: z.string().nullable(),
      state: deliveryStateSchema,
      error: z.string().nullable(),
      /** Of a `pending` one that something holds back. */
      held: heldSchema.nullable(),
    })
    .nullable(),
  turnId: z.string().nullable(),
  /** What happened to the conversation at this place, for messages of kind `system`. */
  event: conversationEventSchema.nullable(),
  /** Of an answer that no agent was asked for. */
  cacheHit: cacheHitSchema.optional(),
})
export type Message = z.infer<typeof messageSchema>

/** The name by which a person in the panel is shown to others. */
export const personNameSchema = z.string().trim().min(1).max(80)

/** Who owns a conversation. */
export const ownerSchema = z.object({
  /**
   * `bot`: the agent answers. `waiting`: it still does, and a person was asked for. `person`: what
   * comes in is stored and not answered.
   */
  kind: z.enum(['bot', 'waiting', 'person']),
  /** Of the person, where it is known. */
  name: z.string().nullable(),
  since: timestampSchema.nullable(),
  /** When the agent answers again automatically; null: when the person hands it back. */
  until: timestampSchema.nullable(),
  /** Why a person was asked for; of a `person`, `phone` for one who answered on the account's own phone. */
  reason: z.enum(['agent_failed', 'handover', 'missed', 'number_stopped', 'not_answering', 'phone']).nullable(),
})
export type Owner = z.infer<typeof ownerSchema>

export const conversationSchema = z.object({
  id: z.string(),
  instanceName: instanceNameSchema,
  channel: channelKindSchema,
  kind: z.enum(['direct', 'group', 'channel', 'thread']),
  externalId: z.string(),
  name: z.string(),
  avatarUrl: z.string().nullable(),
  /** Digits, where the person or number is known. */
  phoneNumber: z.string().nullable(),
  lastMessageAt: timestampSchema.nullable(),
  lastMessagePreview: z.string(),
  lastMessageAuthor: authorKindSchema.nullable(),
  unreadCount: z.number().int(),
  /** The worst state of its deliveries. */
  attention: z.enum(['none', 'failed', 'unknown']),
  /** The last turn ended without an answer of the agent. */
  lastAnswerFailed: z.boolean(),
  owner: ownerSchema,
  /** Ids of its labels. */
  labels: z.array(z.string()),
  /** An answer that waits for a person's approval: read it with `drafts.get`. */
  draftId: z.string().nullable(),
  createdAt: timestampSchema,
})
export type Conversation = z.infer<typeof conversationSchema>

/** An answer being written, as far as it has come. */
export const streamSchema = z.object({
  turnId: z.string(),
  conversationId: z.string(),
  instanceName: instanceNameSchema,
  agentName: z.string(),
  text: z.string(),
  tool: z.string().nullable(),
  startedAt: timestampSchema,
})
export type Stream = z.infer<typeof streamSchema>

const byId = z.object({ id: z.string().max(100) })

/** Filters of the list; they add up. */
export const conversationFilterSchema = z.object({
  instanceName: instanceNameSchema.optional(),
  channel: channelKindSchema.optional(),
  /** A part of the name, number or last message. For full text see `search.find`. */
  query: z.string().max(200).optional(),
  unread: z.boolean().optional(),
  /** A person was asked for, or an answer waits for approval. */
  waiting: z.boolean().optional(),
  /** The last answer failed, or a delivery is `failed` or `unknown`. */
  failed: z.boolean().optional(),
  /** A person has it. */
  paused: z.boolean().optional(),
  group: z.boolean().optional(),
  labelId: z.string().max(100).optional(),
})
export type ConversationFilter = z.infer<typeof conversationFilterSchema>

export const decisionSchema = z.object({
  /** The trace of the last decision. */
  traceId: z.string(),
  state: turnStateSchema,
  stopCode: stopCodeSchema.nullable(),
  /** One plain sentence; null while it is under way. */
  reason: z.string().nullable(),
  agentKind: z.string().nullable(),
  /** As a trace has it. */
  isHandedOver: z.boolean(),
  at: timestampSchema,
  totalDurationMs: z.number().nullable(),
})

const clientId = z.string().max(100)
const conversationId = z.string().max(100)

/** A conversation that waits for a person, and why. */
const waitingSchema = z.object({ conversationId, reason: ownerSchema.shape.reason.unwrap() })

export const conversationsContract = {
  list: oc.input(pageSchema.extend(conversationFilterSchema.shape)).output(pageOf(conversationSchema)),
  /** How many each filter of the list leaves. */
  counts: oc.input(z.object({ instanceName: instanceNameSchema.optional() })).output(
    z.object({
      unread: z.number().int(),
      waiting: z.number().int(),
      failed: z.number().int(),
      paused: z.number().int(),
      group: z.number().int(),
      /** By id; a label that is not in it is on none. */
      labels: z.record(z.string(), z.number().int()),
      /** Of all instances, also when one was asked for. */
      instances: z.record(z.string(), z.number().int()),
      channels: z.record(z.string(), z.number().int()),
    }),
  ),
  get: oc.input(byId).output(conversationSchema),
  /**
   * Newest page first in time, but the items of a page run from oldest to newest. With `aroundSeq`
   * the page has that message in its middle; `after` (a `nextAfter`) reads on towards the newest.
   */
  messages: oc
    .input(pageSchema.extend({ conversationId, after: z.string().max(200).optional(), aroundSeq: z.number().int().optional() }))
    .output(pageOf(messageSchema).extend({ nextAfter: z.string().nullable(), streams: z.array(streamSchema) })),
  /** Where a quoted message stands, for `messages({ aroundSeq })`; null when it is not stored here. */
  quoted: oc.input(z.object({ conversationId, externalId: z.string().max(300) })).output(z.object({ seq: z.number().int().nullable() })),
  /** The first message that nobody has read yet; null when all are. */
  firstUnread: oc.input(byId).output(z.object({ seq: z.number().int().nullable() })),
  markRead: oc.input(byId).output(z.object({ unreadCount: z.literal(0) })),
  markUnread: oc.input(byId).output(conversationSchema),
  /**
   * A person writes into the conversation, and so takes it over (for as long as last time, 30
   * minutes at first) or keeps it for longer. `clientId` makes a repeated call harmless.
   */
  sendText: oc
    .input(
      z.object({
        conversationId,
        text: z.string().min(1).max(60_000),
        clientId,
        by: personNameSchema.optional(),
        quotedMessageId: z.string().max(100).optional(),
      }),
    )
    .output(messageSchema),
  /** Like `sendText`, with a file of `uploads`. */
  sendFile: oc
    .input(
      z.object({
        conversationId,
        uploadId: z.string().max(100),
        caption: z.string().max(4000).default(''),
        clientId,
        by: personNameSchema.optional(),
      }),
    )
    .output(messageSchema),
  /** Has the file of a message fetched from the platform; the message changes when it is here. */
  fetchMedia: oc.input(z.object({ messageId: z.string().max(100) })).output(messageSchema),
  /** The account's own reaction; an empty emoji removes it. */
  react: oc.input(z.object({ messageId: z.string().max(100), emoji: z.string().max(16), clientId })).output(messageSchema),
  /** Gives a text that was sent another one, at the customer too; of one that waits to be sent, what will be sent. */
  edit: oc.input(z.object({ messageId: z.string().max(100), text: z.string().trim().min(1).max(60_000) })).output(messageSchema),
  /** Takes a message that was sent back from everybody. */
  deleteForEveryone: oc.input(z.object({ messageId: z.string().max(100) })).output(messageSchema),
  /** What comes in is stored and not answered. `minutes: null`: until it is given back. */
  takeOver: oc
    .input(z.object({ conversationId, by: personNameSchema, minutes: z.number().int().min(1).max(10_080).nullable().default(30) }))
    .output(conversationSchema),
  /** The agent answers again; with `answerNewest` also the newest message that nobody answered. */
  giveBack: oc
    .input(z.object({ conversationId, by: personNameSchema, answerNewest: z.boolean().default(false) }))
    .output(conversationSchema),
  /** Nobody needs a person there any more. Resolves to those that waited for one, for `waitAgain`. */
  markHandled: oc
    .input(z.object({ conversationIds: z.array(conversationId).max(200), by: personNameSchema }))
    .output(z.array(waitingSchema)),
  /** Takes `markHandled` back. */
  waitAgain: oc.input(z.array(waitingSchema).max(200)).output(z.array(waitingSchema)),
  /** Stops the answer being written or sent; what was sent already stays. */
  stopAnswer: oc
    .input(z.object({ turnId: z.string().max(100), by: personNameSchema.optional() }))
    .output(z.object({ stopped: z.boolean() })),
  /** Why did it (not) answer? Null before the first message. */
  why: oc.input(byId).output(decisionSchema.nullable()),
  /** Answers the last message of the customer again, in a new turn. Conflict while one is running. */
  runAgain: oc.input(z.object({ conversationId, by: personNameSchema })).output(z.object({ turnId: z.string() })),
  /** What to do with a delivery in state `unknown` (or, for `resend` and `discard`, `failed`); of a `pending` one: `send_now`, `discard`. */
  resolveDelivery: oc
    .input(z.object({ deliveryId: z.string().max(100), action: z.enum(['check', 'resend', 'mark_sent', 'discard', 'send_now']) }))
    .output(messageSchema),
}
