import { oc } from '@orpc/contract'
import * as z from 'zod'
import { timestampSchema } from './common.ts'

/** What is known of the phrase that restores access to the saved keys and tokens, without the phrase. */
export const recoveryPhraseStateSchema = z.object({
  madeAt: timestampSchema,
  /** When its owner proved that it is written down; null until then. */
  confirmedAt: timestampSchema.nullable(),
  /** What locks the saved keys and tokens from start to start: `key-store`, `key-file`, `master-key`, … */
  lockedWith: z.string(),
  /** What would lock them if they were locked now. */
  boxAtHand: z.string(),
})
export type RecoveryPhraseState = z.infer<typeof recoveryPhraseStateSchema>

/** One of the 24 words, as its owner typed it. */
export const phraseAnswerSchema = z.object({ position: z.number().int().min(1).max(24), word: z.string().max(40) })
export type PhraseAnswer = z.infer<typeof phraseAnswerSchema>

export const recoveryPhraseContract = {
  get: oc.output(
    recoveryPhraseStateSchema.extend({
      /** The name of the computer, for what is printed. */
      computer: z.string(),
    }),
  ),
  /** The words. Fails with `forbidden` once they were confirmed. */
  show: oc.output(z.object({ words: z.array(z.string()) })),
  /** Fails with `bad_request` and `field`, the number, where a word is another. */
  confirm: oc.input(z.object({ answers: z.array(phraseAnswerSchema).length(2) })).output(recoveryPhraseStateSchema),
  /** Makes another; the one before opens nothing any more. */
  renew: oc.output(recoveryPhraseStateSchema),
  /** Locks the saved keys and tokens with `boxAtHand`. */
  moveIntoBox: oc.output(recoveryPhraseStateSchema),
}
