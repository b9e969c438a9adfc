/**
 * What is learned of whoever answers behind an agent's address, and saved among the agent's settings
 * (`onSettingsLearned`). It holds for that server and model; another one is met without it.
 */
import * as z from 'zod'

const by = z.string().max(10_000)

/** A part of the settings of every back end that streams what a model writes. */
export const thinksFirst = {
  /**
   * Its reasoning has a closing mark alone: seen the first time that it closed what it had not opened. From then
   * on nothing of its stream is shown before the mark, or the end, has come.
   */
  thinksFirst: z.object({ by }).optional(),
} as const

/** A part of the settings of every back end that can do without some fields of its requests. */
export const refused = {
  refused: z.object({ by, fields: z.array(z.string().max(100)).max(20) }).optional(),
} as const

/** Who answers, by whichever fields a back end has for it. */
export function servedBy(settings: Record<string, unknown>): string {
  const { baseUrl, url, target, targetId, agentId, model } = settings
  return [baseUrl, url, target, targetId, agentId, model].filter((field) => field !== undefined).join(' ')
}

export function isThinkingFirst(settings: Record<string, unknown>): boolean {
  return z.object(thinksFirst).safeParse(settings).data?.thinksFirst?.by === servedBy(settings)
}

/** The fields that it does not take. */
export function refusedFields(settings: Record<string, unknown>): string[] {
  const known = z.object(refused).safeParse(settings).data?.refused
  return known?.by === servedBy(settings) ? known.fields : []
}
