/**
 * The agent of one instance, for clients that know no profiles: Omni v1 and the old `.env` name a kind,
 * an address, a key and an agent with the instance itself. Such an instance has a profile of its own,
 * which is kept while the instance is answered by another.
 */
import { agentFlagsSchema } from '../../../../src-shared/contract/agents.ts'
import { houseTextsSchema } from '../../../../src-shared/contract/instances.ts'
import { HOUSE_PROFILE_ID } from '../../../../src-shared/house-profile.ts'
import { type AgentRegistry, backendFor } from '../../agents/registry.ts'
import type { AgentProfileRecord, InstanceRecord } from '../../storage/records.ts'
import type { AgentProfiles } from './service.ts'
import { askForKey, carriedOver, fieldsOf, namedKind, refuse, settingsFor, V1_DEFAULTS, type V1AgentFields } from './v1-fields.ts'

/** Undefined: as it is. */
export interface OwnAgentFields extends Partial<V1AgentFields> {
  /** As it was written, in any case. `house`: the built-in agent answers from now on. Null: the kind that v1 has by default. */
  kind?: string | null
  /** The agent's name, where agents of that kind have one. */
  agentIdIfAny?: string
  /** The fields of the other published guide name it, whose agents are spoken to in another shape. */
  isOfGuide?: boolean
  /** Of the back end itself, which v1 has no field for. */
  settings?: Record<string, unknown>
  timeoutMs?: number
  /** Null clears it. */
  apiKey?: string | null
}

export interface AgentSources {
  agents: AgentRegistry
  agentProfiles: AgentProfiles
}

export type AgentOwner = Pick<InstanceRecord, 'name' | 'agentProfileId' | 'routing' | 'extra'>

export interface OwnAgent {
  /** The profile that answers from now on. */
  agentProfileId: string
  own: AgentProfileRecord | null
  /** Profiles that nobody needs any more, to be removed once the instance is saved. */
  unused: string[]
}

export interface OwnAgentPlan {
  /** Its own agent will answer; else the house agent does. */
  answers: boolean
  carryOut(): Promise<OwnAgent>
}

/** The profile that v1 clients see as the instance's agent; null: the built-in one, and no other was ever named. */
export function agentOfInstance({ agents, agentProfiles }: AgentSources, instance: AgentOwner): AgentProfileRecord | null {
  const current = agentProfiles.find(instance.agentProfileId)
  if (current !== null && current.id !== HOUSE_PROFILE_ID) return current
  // Those of its rules were made for it, too.
  const ofRules = instance.routing.rules.map(({ agentProfileId }) => agentProfileId)
  const made = agentProfiles.list().filter(({ id, madeFor }) => madeFor === instance.name && !ofRules.includes(id))
  return made.find(({ kind }) => agents[kind]?.v1 !== undefined) ?? null
}

/**
 * Checks the fields and gives what applies them; throws a ZodError that names a field of the wire before
 * anything is changed. A profile that others use, or that a person made, is not changed: the instance gets
 * a copy of its own. Another kind is another profile, with the address and the key where it has a place for them.
 */
export function planOwnAgent(sources: AgentSources, instance: AgentOwner, given: OwnAgentFields): OwnAgentPlan {
  const { agents, agentProfiles: profiles } = sources
  const current = agentOfInstance(sources, instance)
  const named = given.kind == null ? given.kind : namedKind(agents, given.kind)
  const isHouse = named === HOUSE_PROFILE_ID
  const kindNow = current !== null && agents[current.kind]?.v1 !== undefined ? current.kind : V1_DEFAULTS.kind
  const kind = isHouse || named === undefined ? kindNow : (named ?? V1_DEFAULTS.kind)
  const backend = backendFor(agents, kind)
  const fields = given.agentIdIfAny === undefined || backend.v1?.agentId === undefined ? given : { ...given, agentId: given.agentIdIfAny }
  const { apiKey, timeoutMs, agentId } = fields
  const isSameKind = current?.kind === kind
  const told = fieldsOf(agents, current, instance.extra)

  const carried = isSameKind ? {} : current === null ? { ...told, url: undefined } : carriedOver(agents, current, kind, told)
  const mentioned = settingsFor(agents, kind, { ...carried, ...withoutUndefined(fields) })
  const settings = { ...mentioned, ...(fields.isOfGuide === true ? backend.v1?.ofGuide : {}), ...fields.settings }
  const whole = backend.parseSettings({ ...(isSameKind ? current.settings : {}), ...settings })
  const hasUrl = backend.v1 !== undefined && whole[backend.v1.url] !== ''

  const isNamed = fields.url !== undefined || (named !== undefined && !isHouse)
  const answers = isHouse ? false : isNamed ? hasUrl : instance.agentProfileId !== HOUSE_PROFILE_ID
  const isAnyGiven = Object.keys(settingsFor(agents, kind, withoutUndefined(fields))).length > 0 || fields.settings !== undefined
  const isNews = isAnyGiven || (isNamed && (current !== null || kind !== V1_DEFAULTS.kind))
  if (answers && (isNews || isNamed) && !backend.isSetUp(whole, EMPTY_HOUSE))
    refuse('agent_id', `An agent of the type "${kind}" needs agent_id: which model or agent is to answer.`)

  const isOwn = current !== null && current.madeFor === instance.name && !profiles.isShared(current.id, instance.name)
  const secrets: Record<string, string> = apiKey === undefined ? {} : { apiKey: apiKey ?? '' }
  // An agent of a kind that v1 cannot name keeps it, as long as only its key or its time are changed.
  const kept = !isNews && current !== null ? current : null
  const changed = { kind: kept?.kind ?? kind, settings: kept === null ? settings : {}, secrets }
  if (current !== null)
    askForKey(fields.isOfGuide === true ? 'default_agent_key' : 'agent_api_key', () => profiles.check({ id: current.id, ...changed }))

  async function carryOut(): Promise<OwnAgent> {
    let own = current
    const unused: string[] = []
    if (isNews || timeoutMs !== undefined || apiKey !== undefined) {
      const name = agentId === undefined ? undefined : nameOf(agentId, instance.name)
      if (current !== null && isOwn && (isSameKind || kept !== null))
        own = await profiles.update({ id: current.id, name, settings: changed.settings, secrets, timeoutMs })
      else {
        own = await profiles.create(
          {
            name: name ?? current?.name ?? instance.name,
            ...changed,
            timeoutMs: timeoutMs ?? current?.timeoutMs ?? V1_DEFAULTS.timeoutMs,
            flags: current?.flags ?? agentFlagsSchema.parse({ takesImages: true }),
            ...(current === null ? {} : { copyOf: current.id }),
          },
          instance.name,
        )
        if (isOwn) unused.push(current.id)
      }
    }
    return { agentProfileId: answers && own !== null ? own.id : HOUSE_PROFILE_ID, own, unused }
  }
  return { answers, carryOut }
}

const EMPTY_HOUSE = houseTextsSchema.parse({})

const withoutUndefined = ({ url, agentId, agentType, isStreaming }: OwnAgentFields): Partial<V1AgentFields> =>
  Object.fromEntries(Object.entries({ url, agentId, agentType, isStreaming }).filter(([, value]) => value !== undefined))

/** What the panel calls it: as its server does, if that says anything. */
function nameOf(agentId: string, otherwise: string): string {
  return agentId === '' || agentId === V1_DEFAULTS.agentId ? otherwise : agentId.slice(0, 100)
}
