/** Money and a turn: which account its use counts against, and what is said when no more may be spent. */
import type { InstanceRecord } from '../../storage/records.ts'
import type { TurnItem } from '../lanes/lane-item.ts'
import { insteadOfAnswer } from './fallback.ts'
import type { AskContext } from './think-context.ts'
import type { ThinkResult } from './think-result.ts'

export const spentOn = (record: InstanceRecord, { turnId, contact }: TurnItem) => ({
  id: turnId,
  instanceName: record.name,
  contactId: contact?.id ?? null,
})

/** What is said in the agent's place where a limit of the instance is reached; null: it may be asked. */
export function refusedByLimit({ record, reached, agent, asked }: AskContext): ThinkResult | null {
  // The house agent costs nothing.
  if (reached === null || agent.config.kind === 'house') return null
  const detail =
    reached === 'daily'
      ? `${asked.agentName} was not asked: the spending limit of the day is reached.`
      : `${asked.agentName} was not asked: the spending limit of the month is reached.`
  return { ...asked, ...insteadOfAnswer(record.behaviour, 'budget'), detail }
}
