import { oc } from '@orpc/contract'
import * as z from 'zod'
import { instanceNameSchema, pageOf, pageSchema, timestampSchema } from './common.ts'

const words = z.string().trim().min(1).max(100)

/** A text that the owner wrote for a question: given without asking anybody. */
export const fixedAnswerSchema = z.object({
  id: z.string().min(1).max(100),
  isOn: z.boolean().default(true),
  /** What it is about, for people. */
  name: z.string().trim().min(1).max(80),
  /** It is given when the message says one of these and, small words aside, nothing more. */
  phrases: z.array(words).max(50).default([]),
  /** … or when a rule of the instance found this topic in a short message; null: by the phrases alone. */
  topic: words.nullable().default(null),
  text: z.string().trim().min(1).max(4000),
})
export type FixedAnswer = z.infer<typeof fixedAnswerSchema>

/** What an instance answers without asking its agent. */
export const answerCacheSchema = z.object({
  /** Answers of agents are kept, and given again to the same question. */
  isOn: z.boolean().default(false),
  /** For how long. */
  hours: z.number().int().min(1).max(720).default(24),
  /** Also to a question that says the same in other words. */
  similar: z
    .object({
      /** The saved agent whose server turns questions into numbers; null: only the same words count. */
      profileId: z.string().max(100).nullable().default(null),
      /** The model for that, by its name there. */
      model: z.string().trim().max(200).default(''),
      /** How alike two questions must be; 1: the same. */
      threshold: z.number().min(0.8).max(1).default(0.9),
    })
    .prefault({}),
  /** Looked at in this order, whether answers are kept or not. */
  fixed: z.array(fixedAnswerSchema).max(100).default([]),
})
export type AnswerCacheSettings = z.infer<typeof answerCacheSchema>

/** How an answer came to be that no agent was asked for. */
export const cacheHitSchema = z.object({
  kind: z.enum(['exact', 'similar', 'fixed']),
  /** Of the kept or the fixed answer; it may be gone by now. */
  answerId: z.string(),
  /** What it was the answer to, or what the fixed answer is called. */
  question: z.string(),
  /** How alike the questions are, up to 1; null unless `similar`. */
  score: z.number().nullable(),
})
export type CacheHit = z.infer<typeof cacheHitSchema>

/** An answer that would be given again. */
export const keptAnswerSchema = z.object({
  id: z.string(),
  instanceName: instanceNameSchema,
  /** As the customer wrote it who asked first. */
  question: z.string(),
  answer: z.string(),
  /** What the agent was called that gave it. */
  agentName: z.string(),
  /** The trace of the first time; it may be gone by now. */
  traceId: z.string().nullable(),
  /** How often it was given again. */
  uses: z.number().int(),
  lastUsedAt: timestampSchema.nullable(),
  keptAt: timestampSchema,
  expiresAt: timestampSchema,
})
export type CachedAnswer = z.infer<typeof keptAnswerSchema>

/** Questions that came while something could be answered without the agent, and how many were. */
export const answerFiguresSchema = z.object({
  asked: z.number().int(),
  exact: z.number().int(),
  similar: z.number().int(),
  fixed: z.number().int(),
})
export type AnswerFigures = z.infer<typeof answerFiguresSchema>

const byInstance = z.object({ instanceName: instanceNameSchema })
const byId = z.object({ id: z.string().max(100) })

export const answerCacheContract = {
  /** By the date of the machine that Omni runs on; the present day is in all three. `kept`: how many answers would be given again. */
  figures: oc.input(byInstance).output(
    z.object({
      today: answerFiguresSchema,
      week: answerFiguresSchema,
      month: answerFiguresSchema,
      kept: z.number().int(),
    }),
  ),
  /** Those that would be given again, newest first. */
  list: oc
    .input(pageSchema.extend({ instanceName: instanceNameSchema, query: z.string().max(200).default('') }))
    .output(pageOf(keptAnswerSchema)),
  /** Null when it was forgotten, or would not be given any more. */
  get: oc.input(byId).output(keptAnswerSchema.nullable()),
  forget: oc.input(byId).output(z.object({ forgotten: z.boolean() })),
  forgetAll: oc.input(byInstance).output(z.object({ forgotten: z.number().int() })),
  /** Which of these fixed answers, which need not be saved yet, such a message would get. Topics are left out: rules decide on them. */
  tryFixed: oc
    .input(z.object({ instanceName: instanceNameSchema, fixed: z.array(fixedAnswerSchema).max(100), text: z.string().max(4000) }))
    .output(
      z.object({
        id: z.string().nullable(),
        /** One plain sentence. */
        explanation: z.string(),
      }),
    ),
}
