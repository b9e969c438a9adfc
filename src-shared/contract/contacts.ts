import { oc } from '@orpc/contract'
import * as z from 'zod'
import { instanceNameSchema, timestampSchema } from './common.ts'
import { conversationSchema, personNameSchema } from './conversations.ts'

export const contactSchema = z.object({
  id: z.string(),
  instanceName: instanceNameSchema,
  name: z.string().nullable(),
  avatarUrl: z.string().nullable(),
  /** The ids that the person is known by on the platform; `phone` is digits. */
  identities: z.array(z.object({ kind: z.string(), value: z.string() })),
  createdAt: timestampSchema,
  lastSeenAt: timestampSchema,
})

export type Contact = z.infer<typeof contactSchema>

export const noteSchema = z.object({ id: z.string(), author: z.string(), text: z.string(), createdAt: timestampSchema })

export const contactHistorySchema = z.object({
  /** The person's other conversations in this instance, newest first. */
  conversations: z.array(conversationSchema),
  messageCount: z.number().int(),
  answeredCount: z.number().int(),
  firstMessageAt: timestampSchema.nullable(),
})

export type ContactHistory = z.infer<typeof contactHistorySchema>

const ofConversation = z.object({ conversationId: z.string().max(100) })

export const contactsContract = {
  /** Who is on the other side; `contact` is null for groups. */
  ofConversation: oc.input(ofConversation).output(z.object({ contact: contactSchema.nullable(), history: contactHistorySchema })),
  /** Notes belong to the person, or to the group. Newest first. */
  notes: oc.input(ofConversation).output(z.array(noteSchema)),
  addNote: oc.input(ofConversation.extend({ text: z.string().trim().min(1).max(10_000), author: personNameSchema })).output(noteSchema),
  removeNote: oc.input(z.object({ id: z.string().max(100) })).output(z.object({ removed: z.literal(true) })),
}
