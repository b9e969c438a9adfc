import { oc } from '@orpc/contract'
import * as z from 'zod'
import { messageSchema } from './conversations.ts'

export const mediaTextContract = {
  /**
   * Has the recording or the document of a message put into words, for the first time or again; the
   * message changes when that is done. Conflict where the instance is not set up for it.
   */
  read: oc.input(z.object({ messageId: z.string().max(100) })).output(messageSchema),
  /** Sends a short built-in sound. `ok: false` carries the reason in a plain sentence. */
  test: oc
    .input(
      z.object({ agentProfileId: z.string().max(100), model: z.string().trim().min(1).max(200), language: z.string().max(3).default('') }),
    )
    .output(z.object({ ok: z.boolean(), message: z.string(), durationMs: z.number() })),
}
