import { oc } from '@orpc/contract'
import * as z from 'zod'
import { instanceNameSchema, pageOf, pageSchema, timestampSchema } from './common.ts'
import { channelKindSchema } from './instances.ts'

export const messageKindSchema = z.enum([
  'text',
  'image',
  'video',
  'audio',
  'document',
  'sticker',
  'location',
  'contact',
  'reaction',
  'poll',
  'system',
  /** Something this version does not know; its raw form is on the trace. */
  'unsupported',
])
export type MessageKind = z.infer<typeof messageKindSchema>

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
})
export type Media = z.infer<typeof mediaSchema>

export const messageSchema = z.object({
  id: z.string(),
  /** Grows with every stored message; the order of a thread. */
  seq: z.number().int(),
  instanceName: instanceNameSchema,
  conversationId: z.string(),
  externalId: z.string().nullable(),
  author: authorKindSchema,
  authorName: z.string().nullable(),
  kind: messageKindSchema,
  text: z.string(),
  media: mediaSchema.nullable(),
  location: z.object({ latitude: z.number(), longitude: z.number(), name: z.string().nullable() }).nullable(),
  sharedContacts: z.array(z.object({ name: z.string(), vcard: z.string().nullable() })),
  quote: z.object({ externalId: z.string(), text: z.string(), authorName: z.string().nullable() }).nullable(),
  reactions: z.array(z.object({ emoji: z.string(), by: z.string() })),
  sentAt: timestampSchema,
  editedAt: timestampSchema.nullable(),
  revokedAt: timestampSchema.nullable(),
  /** Null for messages of customers. */
  delivery: z.object({ id: z.string().nullable(), state: deliveryStateSchema, error: z.string().nullable() }).nullable(),
  turnId: z.string().nullable(),
})
export type Message = z.infer<typeof messageSchema>

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
  /** The worst news of the conversation, for the list. */
  attention: z.enum(['none', 'failed', 'unknown', 'waiting']),
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

export const conversationsContract = {
  list: oc
    .input(pageSchema.extend({ instanceName: instanceNameSchema.optional(), query: z.string().max(200).optional() }))
    .output(pageOf(conversationSchema)),
  get: oc.input(byId).output(conversationSchema),
  /** Newest page first in time, but the items of a page run from oldest to newest. */
  messages: oc
    .input(pageSchema.extend({ conversationId: z.string().max(100) }))
    .output(pageOf(messageSchema).extend({ streams: z.array(streamSchema) })),
  markRead: oc.input(byId).output(z.object({ unreadCount: z.literal(0) })),
  /** A person writes into the conversation. `clientId` makes a repeated call harmless. */
  sendText: oc
    .input(z.object({ conversationId: z.string().max(100), text: z.string().min(1).max(60_000), clientId: z.string().max(100) }))
    .output(messageSchema),
  /** Stops the answer being written; nothing of it is sent. */
  stopAnswer: oc.input(z.object({ turnId: z.string().max(100) })).output(z.object({ stopped: z.boolean() })),
  /** What to do with a delivery in state `unknown` (or, for `resend`, `failed`). */
  resolveDelivery: oc
    .input(z.object({ deliveryId: z.string().max(100), action: z.enum(['check', 'resend', 'mark_sent', 'discard']) }))
    .output(messageSchema),
}
