import * as z from 'zod'

/** How an answer reaches the customer while it is still being written. */
export const answerStreamingSchema = z.enum([
  /** As soon as the channel allows: edited in place where it can, else paragraph by paragraph. */
  'auto',
  'paragraphs',
  /** When it is finished. */
  'whole',
])

/** What becomes of the rest when the customer writes again, or a person takes over, in the middle of an answer. */
export const whenInterruptedSchema = z.enum(['finish', 'stop'])

/** Why there is no answer. */
export const FALLBACK_CAUSES = ['timeout', 'unreachable', 'error', 'invalid', 'empty', 'rateLimited', 'budget'] as const
export type FallbackCause = (typeof FALLBACK_CAUSES)[number]

const text = z.string().max(4000)

/**
 * What the customer hears when the agent gives no answer; an empty text means deliberate silence.
 * Null: the text for `error`, which spoke for these before they had texts of their own.
 */
export const fallbackTextsSchema = z.object({
  timeout: text.default('Sorry, this is taking longer than usual. Please try again in a moment.'),
  unreachable: text.default('Sorry, we cannot answer right now. We will get back to you soon.'),
  error: text.default('Sorry, something went wrong on our side. We will get back to you soon.'),
  empty: text.default('Sorry, we did not find an answer to that. A person will get back to you.'),
  /** It answered something that cannot be used, or refused the key. */
  invalid: text.nullable().default(null),
  rateLimited: text.nullable().default(null),
  budget: text.nullable().default(null),
})
export type FallbackTexts = z.infer<typeof fallbackTextsSchema>

/** For each cause: is a person asked to go on? */
export const handOverSchema = z.object({
  timeout: z.boolean().default(true),
  unreachable: z.boolean().default(true),
  error: z.boolean().default(true),
  empty: z.boolean().default(true),
  invalid: z.boolean().default(true),
  rateLimited: z.boolean().default(true),
  budget: z.boolean().default(true),
})

/** Said once when the answer takes long. */
export const stillWorkingSchema = z.object({
  /** From the moment the agent is asked; 0: never. */
  afterMs: z.number().int().min(0).max(600_000).default(0),
  text: text.default('One moment, please. We are still working on your answer.'),
})

/** Millionths of the currency of the price table; null: no limit. By the date of the machine that Omni runs on. */
export const spendingLimitSchema = z.object({
  dailyMicros: z.number().int().min(0).nullable().default(null),
  monthlyMicros: z.number().int().min(0).nullable().default(null),
})
