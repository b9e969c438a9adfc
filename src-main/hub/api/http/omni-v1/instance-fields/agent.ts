/** The agents that a request names with its instance. */

import type { OwnAgentFields, OwnAgentPlan } from '../../../../answering/profiles/of-instance.ts'
import { V1_DEFAULTS } from '../../../../answering/profiles/v1-fields.ts'
import { V1_ROLES, type V1RoleAgents } from '../../../../answering/profiles/v1-roles.ts'
import type { InstanceFields } from '../schemas.ts'

/**
 * The agent that the request names with its instance; null clears a field. Who names only the default agent
 * of the routing means the instance's own. `before`: as clients were told so far.
 */
export function agentOf(fields: InstanceFields, before: { url: string; defaultUrl: string }): OwnAgentFields {
  const { default_agent_url: defaultUrl, agent_timeout: timeout, agent_stream_mode: isStreaming } = fields
  // Clients of v1 send the older name with every agent, also with one that its address alone names.
  const { agent_id: agentId, default_agent: agentIdIfAny } = fields
  const isFree = fields.agent_api_url === null || (fields.agent_api_url === undefined && ['', before.defaultUrl].includes(before.url))
  const namesDefault = defaultUrl !== undefined && isFree
  const url = namesDefault ? defaultUrl : fields.agent_api_url
  const wasDefault = url === undefined && before.url !== '' && before.url === before.defaultUrl
  const defaultKey = wasDefault || (namesDefault && url !== null) ? fields.default_agent_key : undefined
  const apiKey = defaultKey === undefined ? fields.agent_api_key : defaultKey
  const agent: OwnAgentFields = {}
  if (url !== undefined) agent.url = url ?? ''
  if (namesDefault && url !== null) agent.isOfGuide = true
  if (agentId !== undefined) agent.agentId = agentId ?? V1_DEFAULTS.agentId
  else if (agentIdIfAny !== undefined) agent.agentIdIfAny = agentIdIfAny ?? V1_DEFAULTS.agentId
  if (timeout !== undefined) agent.timeoutMs = timeout === null ? V1_DEFAULTS.timeoutMs : timeout * 1000
  if (fields.agent_type !== undefined) agent.agentType = fields.agent_type ?? V1_DEFAULTS.agentType
  if (isStreaming !== undefined) agent.isStreaming = isStreaming ?? V1_DEFAULTS.isStreaming
  if (fields.agent_instance_type !== undefined) agent.kind = fields.agent_instance_type
  if (apiKey !== undefined) agent.apiKey = apiKey
  return agent
}

/** The agents for technical questions, billing and sales, as far as the request mentions them. */
export function roleAgentsOf(fields: InstanceFields): V1RoleAgents {
  const agents: V1RoleAgents = {}
  for (const role of V1_ROLES) {
    const url = fields[`${role}_agent_url`]
    const key = fields[`${role}_agent_key`]
    if (url !== undefined || key !== undefined) agents[role] = { url, key }
  }
  return agents
}

export const namesRoles = (fields: InstanceFields): boolean => V1_ROLES.some((role) => Boolean(fields[`${role}_agent_url`]))

/** Does the request leave the account with another agent than the built-in one, be it for some messages? */
export const hasOtherAgents = (fields: InstanceFields, own: Pick<OwnAgentPlan, 'answers'>): boolean => own.answers || namesRoles(fields)
