import { oc } from '@orpc/contract'
import * as z from 'zod'
import { instanceNameSchema } from './common.ts'
import { messageKindSchema } from './message-kind.ts'

const word = z.string().trim().min(1).max(100)
/** Hours and minutes of a day, `09:30`. */
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** What a message must be for a rule to hold. */
export const routeWhenSchema = z.discriminatedUnion('kind', [
  /** The message begins with it; the agent gets the rest. */
  z.object({ kind: z.literal('prefix'), prefix: z.string().trim().min(1).max(20) }),
  /** One of these words or phrases is in it, as whole words, in any case and with or without accents. */
  z.object({ kind: z.literal('keywords'), words: z.array(word).min(1).max(100) }),
  /** A regular expression (RE2 syntax) that some part of the message matches, in any case. */
  z.object({ kind: z.literal('pattern'), pattern: z.string().min(1).max(500) }),
  /** What the customer wants: told by these words, or else by the agent that {@link routingSchema} names for it. */
  z.object({ kind: z.literal('intent'), intent: word, words: z.array(word).max(100) }),
  /** In these hours of these days (0 = Sunday), or outside them. `from` later than `to` goes past midnight. */
  z.object({
    kind: z.literal('schedule'),
    days: z.array(z.number().int().min(0).max(6)).min(1).max(7),
    from: clockTime,
    to: clockTime,
    isOutside: z.boolean().default(false),
  }),
  /** The conversation has this label. */
  z.object({ kind: z.literal('label'), labelId: z.string().max(100) }),
  /** It brings one of these. */
  z.object({ kind: z.literal('media'), kinds: z.array(messageKindSchema).min(1).max(20) }),
])
export type RouteWhen = z.infer<typeof routeWhenSchema>

export const routeSchema = z.object({
  id: z.string().min(1).max(100),
  isOn: z.boolean().default(true),
  when: routeWhenSchema,
  agentProfileId: z.string().max(100),
})
export type Route = z.infer<typeof routeSchema>

/** Who answers what: the first rule that holds decides, else the instance's own agent answers. */
export const routingSchema = z.object({
  rules: z.array(routeSchema).max(50).default([]),
  /** IANA name, for the hours of schedules. */
  timeZone: z.string().max(100).default('UTC'),
  /** Asked what the customer wants when the words of no intent are in the message; null: nobody is. */
  classifierProfileId: z.string().max(100).nullable().default(null),
})
export type Routing = z.infer<typeof routingSchema>

/** What became of one rule. `held` is the one that decided. */
export const routeCheckSchema = z.object({
  ruleId: z.string(),
  result: z.enum(['held', 'passed', 'off', 'not_reached']),
  /** One plain sentence. */
  detail: z.string(),
})
export type RouteCheck = z.infer<typeof routeCheckSchema>

export const routeChoiceSchema = z.object({
  /** Null: no rule held. */
  ruleId: z.string().nullable(),
  agentProfileId: z.string(),
  agentName: z.string(),
  /** What that agent gets to read. */
  text: z.string(),
  /** One plain sentence. */
  explanation: z.string(),
  checks: z.array(routeCheckSchema),
})
export type RouteChoice = z.infer<typeof routeChoiceSchema>

export const routingContract = {
  /** Who would answer such a message, by rules that need not be saved yet. Asks nobody but the classifier. */
  try: oc
    .input(
      z.object({
        instanceName: instanceNameSchema,
        routing: routingSchema,
        text: z.string().max(4000),
        kind: messageKindSchema.default('text'),
        labels: z.array(z.string().max(100)).max(50).default([]),
        /** ISO 8601; now, unless given. */
        at: z.iso.datetime().optional(),
      }),
    )
    .output(routeChoiceSchema),
}
