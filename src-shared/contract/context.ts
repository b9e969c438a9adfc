import * as z from 'zod'

/**
 * What an agent is told beside what was said. What customers can see of the shop anyway, and the name
 * that they go by, is told unless it is switched off; what colleagues wrote down about them only when
 * somebody chose so, since it leaves the house with every question.
 */
export const toldFactsSchema = z.object({
  /** The shop's name, opening hours and address, its date and time. */
  shop: z.boolean().default(true),
  /** What the customer is called; off, no back end learns it. */
  name: z.boolean().default(true),
  /** Whether they were here before, and since when they are known. */
  visits: z.boolean().default(false),
  labels: z.boolean().default(false),
  /** The newest notes that colleagues wrote about them. */
  notes: z.boolean().default(false),
})
export type ToldFacts = z.infer<typeof toldFactsSchema>

/** What an agent is told of what was said before, and who counts as the same person. */
export const agentContextSchema = z.object({
  /** The newest messages before the question, at most this many. */
  messages: z.number().int().min(0).max(200).default(20),
  /** … and at most this many characters of them; the oldest are left out first. */
  characters: z.number().int().min(0).max(200_000).default(20_000),
  /** … and none older than this; 0: of any age. */
  maxAgeHours: z.number().int().min(0).max(87_600).default(0),
  /** What has one memory at the agent. In a direct chat they are the same. */
  scope: z.enum(['person', 'chat', 'person_in_chat']).default('person'),
  /** A customer who sends exactly this starts over; empty: nothing does. */
  resetWord: z.string().trim().max(40).default(''),
  /** What is answered then. */
  resetText: z.string().trim().min(1).max(4000).default('All right, let us start over.'),
  tells: toldFactsSchema.prefault({}),
})
export type AgentContext = z.infer<typeof agentContextSchema>
