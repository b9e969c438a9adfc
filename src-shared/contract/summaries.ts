import { oc } from '@orpc/contract'
import * as z from 'zod'
import { timestampSchema } from './common.ts'

/** What a machine wrote about the older part of a conversation, for the agent that no longer sees it. */
export const summarySchema = z.object({
  text: z.string(),
  /** How many messages it stands for. */
  messageCount: z.number().int(),
  /** The name of the agent that wrote it. */
  writtenBy: z.string(),
  writtenAt: timestampSchema,
})

const ofConversation = z.object({ conversationId: z.string().max(100) })

export const summariesContract = {
  /** Null where there is none. */
  get: oc.input(ofConversation).output(summarySchema.nullable()),
  /** The agent is not told it any more. What comes later is summarized without it. */
  forget: oc.input(ofConversation).output(z.object({ forgotten: z.boolean() })),
  /** Takes `forget` back, as long as nothing newer was written. */
  bringBack: oc.input(ofConversation).output(z.object({ isBack: z.boolean() })),
}
