/**
 * The agent of one instance, for clients that know no profiles: Omni v1 and the old `.env` name an
 * address, a key and an agent with the instance itself. Such an instance has a profile of its own,
 * which is kept while the instance is answered by another.
 */
import { agentFlagsSchema } from '../../../src-shared/contract/agents.ts'
import { HOUSE_PROFILE_ID } from '../../../src-shared/house-profile.ts'
import type { AgentProfileRecord } from '../storage/records.ts'
import type { AgentProfiles } from './service.ts'

export interface OwnAgentFields {
  /** `house`: the built-in agent answers from now on. `own`: the named one does. Undefined: as it is. */
  who?: 'house' | 'own'
  url?: string
  agentId?: string
  timeoutMs?: number
  /** Null clears it. */
  apiKey?: string | null
}

const KIND = 'automagik'

/** The profile that v1 clients see as the instance's agent; null: the built-in one, and no other was ever named. */
export function agentOfInstance(profiles: AgentProfiles, name: string, agentProfileId: string): AgentProfileRecord | null {
  const current = profiles.find(agentProfileId)
  if (current !== null && current.id !== HOUSE_PROFILE_ID) return current
  return profiles.list().find(({ madeFor, kind }) => madeFor === name && kind === KIND) ?? null
}

/**
 * Applies the fields and gives the id of the profile that answers from now on. A profile that others
 * use, or that a person made, is not changed: the instance gets a copy of its own.
 */
export async function setOwnAgent(
  profiles: AgentProfiles,
  instance: { name: string; agentProfileId: string },
  fields: OwnAgentFields,
): Promise<string> {
  const { who, apiKey, url, agentId, timeoutMs } = fields
  const current = agentOfInstance(profiles, instance.name, instance.agentProfileId)
  const names = url !== undefined || agentId !== undefined
  let own = current
  if (names || timeoutMs !== undefined || apiKey !== undefined) {
    const settings = { ...(url === undefined ? {} : { url }), ...(agentId === undefined ? {} : { agentId }) }
    const secrets: Record<string, string | null> = apiKey === undefined ? {} : { apiKey }
    const kind = names || current === null ? KIND : current.kind
    if (current !== null && current.madeFor === instance.name && current.kind === kind && isAlone(profiles, current.id, instance.name))
      own = await profiles.update({ id: current.id, settings, secrets, timeoutMs })
    else
      own = await profiles.create(
        {
          name: nameOf(agentId, current?.name ?? instance.name),
          kind,
          settings,
          secrets: apiKey == null ? {} : { apiKey },
          timeoutMs: timeoutMs ?? current?.timeoutMs ?? 60_000,
          flags: current?.flags ?? agentFlagsSchema.parse({ takesImages: true }),
          ...(current?.kind === kind ? { copyOf: current.id } : {}),
        },
        instance.name,
      )
    if (own.kind === KIND && agentId !== undefined) own = await profiles.update({ id: own.id, name: nameOf(agentId, instance.name) })
  }
  if (who === 'house' || own === null) return HOUSE_PROFILE_ID
  return who === 'own' || instance.agentProfileId !== HOUSE_PROFILE_ID ? own.id : HOUSE_PROFILE_ID
}

function isAlone(profiles: AgentProfiles, id: string, instanceName: string): boolean {
  return profiles.usedBy(id).every((name) => name === instanceName)
}

/** What the panel calls it: as its server does, if that says anything. */
function nameOf(agentId: string | undefined, otherwise: string): string {
  return agentId === undefined || agentId === '' || agentId === 'default' ? otherwise : agentId.slice(0, 100)
}
