import { HOUSE_PROFILE_ID } from '../../../../../../src-shared/house-profile.ts'
import { hasWordsToSay } from '../../../../../../src-shared/house-words.ts'
import type { RunningInstance } from '../../../../accounts/instances/running-instance.ts'
import type { InstanceFields } from '../schemas.ts'
import { namesRoles } from './agent.ts'
import { givesWords } from './house.ts'

/**
 * Whether the account answers from now on, though the request does not say so: whoever names an agent for an account
 * of which nobody has said yet whether it answers, wants it to. `agentProfileId` and `house`: as they are after the request.
 */
export function startsAnswering(
  { isAnswering, house }: Pick<RunningInstance['record'], 'isAnswering' | 'house'>,
  fields: InstanceFields,
  agentProfileId: string,
): boolean {
  if (isAnswering !== null || typeof fields.is_answering === 'boolean') return false
  const isHouseNamed = fields.agent_instance_type === HOUSE_PROFILE_ID ? hasWordsToSay(house) : givesWords(fields)
  if (isHouseNamed || namesRoles(fields)) return true
  const names = [fields.agent_api_url, fields.default_agent_url, fields.agent_instance_type, fields.agent_id, fields.default_agent]
  // A kind that still waits for its address answers nobody.
  return names.some(Boolean) && agentProfileId !== HOUSE_PROFILE_ID
}
