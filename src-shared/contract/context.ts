import * as z from 'zod'

/** What an agent is told of what was said before, and whom it takes for the same. */
export const agentContextSchema = z.object({
  /** The newest messages before the question, at most so many. */
  messages: z.number().int().min(0).max(200).default(20),
  /** … and at most so many characters of them; the oldest are left out first. */
  characters: z.number().int().min(0).max(200_000).default(20_000),
  /** … and none older than this; 0: of any age. */
  maxAgeHours: z.number().int().min(0).max(87_600).default(0),
  /** What has one memory at the agent. In a direct chat they are the same. */
  scope: z.enum(['person', 'chat', 'person_in_chat']).default('person'),
  /** A customer who sends exactly this begins anew; empty: nothing does. */
  resetWord: z.string().trim().max(40).default(''),
  /** What is answered then. */
  resetText: z.string().trim().min(1).max(4000).default('All right, let us begin anew.'),
})
export type AgentContext = z.infer<typeof agentContextSchema>
