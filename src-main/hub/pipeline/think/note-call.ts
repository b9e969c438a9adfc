import type { AgentResult } from '../../agents/call.ts'
import type { AgentProfiles } from '../../answering/profiles/service.ts'
import type { AgentSpend } from '../../answering/spend/service.ts'
import { spentOn } from './spending.ts'
import type { AskContext } from './think-context.ts'

interface Options {
  spend: Pick<AgentSpend, 'count'>
  profiles: Pick<AgentProfiles, 'noteCall'>
}

/** What an answer used is counted, and how the agent is doing is noted. */
export function createNoteCall({ spend, profiles }: Options) {
  return async ({ record, item, agent }: AskContext, result: AgentResult): Promise<void> => {
    const { profile, hide } = agent
    if (result.ok && result.usage !== null) await spend.count(spentOn(record, item), profile, result.usage)
    // Stopped, or nothing to say: neither tells how the agent is doing.
    if (result.ok || (result.code !== 'cancelled' && result.code !== 'empty'))
      profiles.noteCall(profile.id, result.ok ? null : hide(result.message))
  }
}
