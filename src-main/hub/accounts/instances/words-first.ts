/** Nobody is answered in words that the owner did not choose: the house agent has some before it begins. */
import { OmniError } from '../../../../src-shared/errors.ts'
import { HOUSE_PROFILE_ID } from '../../../../src-shared/house-profile.ts'
import type { AgentProfiles } from '../../answering/profiles/service.ts'
import type { InstanceRecord } from '../../storage/records.ts'

export type Answerer = Pick<InstanceRecord, 'agentProfileId' | 'routing' | 'house'>

/** Would anybody say anything to a customer? An agent that a rule names counts. */
export function hasSomethingToSay(agentProfiles: Pick<AgentProfiles, 'isSetUp'>, { agentProfileId, routing, house }: Answerer): boolean {
  const answering = [agentProfileId, ...routing.rules.flatMap((rule) => (rule.isOn ? rule.agentProfileId : []))]
  return answering.some((id) => id !== HOUSE_PROFILE_ID || agentProfiles.isSetUp(id, house))
}

/** Throws OmniError('conflict') where an account that is to answer has nothing to say. */
export function requireWords(agentProfiles: Pick<AgentProfiles, 'isSetUp'>, answerer: Answerer): void {
  if (!hasSomethingToSay(agentProfiles, answerer))
    throw new OmniError('conflict', 'Write what the house agent says first, or choose its simple greeting.')
}
