/** The agent of an instance in the fields of Omni v1, whichever back end it has. */
import * as z from 'zod'
import { webAddress } from '../../agents/address.ts'
import type { AgentRegistry } from '../../agents/registry.ts'
import { SecretNeeded } from '../../secrets/addressed.ts'
import type { AgentProfileRecord } from '../../storage/records.ts'

export const V1_AGENT_TYPES = ['agent', 'team', 'workflow'] as const

/** What v1 has where nothing is named. */
export const V1_DEFAULTS = { kind: 'automagik', agentId: 'default', agentType: 'agent', isStreaming: false, timeoutMs: 60_000 } as const

export interface V1AgentFields {
  url: string
  agentId: string
  agentType: string
  isStreaming: boolean
}

/** Throws the 422 that names a field of the wire. */
export function refuse(field: string, message: string): never {
  throw new z.ZodError([{ code: 'custom', path: [field], message, input: undefined }])
}

/** A key that is saved for another address is asked for by the field of the wire that has it. */
export function askForKey(field: string, check: () => void): void {
  try {
    check()
  } catch (error) {
    if (!(error instanceof SecretNeeded)) throw error
    refuse(field, error.message)
  }
}

/** The kind that a client names, in any case; throws for one that v1 cannot name. */
export function namedKind(agents: AgentRegistry, written: string): string {
  const kind = written.trim().toLowerCase()
  const known = Object.values(agents).flatMap((backend) => (backend.v1 !== undefined || backend.kind === 'house' ? [backend.kind] : []))
  if (known.includes(kind)) return kind
  return refuse('agent_instance_type', `"${written}" is not a type of agent. Known: ${known.sort().join(', ')}.`)
}

/** As clients of v1 read it. What its back end has no setting for is returned as it was `written`. */
export function fieldsOf(agents: AgentRegistry, agent: AgentProfileRecord | null, written: Record<string, unknown>): V1AgentFields {
  const names = agent === null ? undefined : agents[agent.kind]?.v1
  const setting = (name: string | undefined) => (name === undefined ? undefined : agent?.settings[name])
  return {
    url: String(setting(names?.url) ?? ''),
    agentId: String(setting(names?.agentId) ?? '') || V1_DEFAULTS.agentId,
    agentType: String(setting(names?.agentType) ?? written['agent_type'] ?? V1_DEFAULTS.agentType),
    isStreaming: Boolean(setting(names?.streamMode) ?? written['agent_stream_mode'] ?? V1_DEFAULTS.isStreaming),
  }
}

/** The settings of a back end that the fields name. Throws for what it has no place for. */
export function settingsFor(agents: AgentRegistry, kind: string, fields: Partial<V1AgentFields>): Record<string, unknown> {
  const backend = agents[kind]
  const names = backend?.v1
  if (backend === undefined || names === undefined) return {}
  const { url, agentId, agentType, isStreaming } = fields
  if (url !== undefined && url !== '' && webAddress(url) === null) refuse('agent_api_url', 'This is not the address of a server.')
  const isDefault = agentId === V1_DEFAULTS.agentId || agentId === ''
  if (names.agentId === undefined && agentId !== undefined && !isDefault)
    refuse('agent_id', `An agent of the type "${kind}" is named by its address alone: leave agent_id out.`)
  const settings: Record<string, unknown> = {}
  const put = (name: string | undefined, value: unknown) => {
    if (name !== undefined && value !== undefined) settings[name] = value
  }
  put(names.url, url === '' ? defaultUrl(agents, kind) : url)
  put(names.agentId, isDefault && names.hasNoDefaultAgent === true ? '' : agentId)
  put(names.agentType, agentType)
  put(names.streamMode, isStreaming)
  return settings
}

/** The fields that an agent of another kind takes over; an address that nobody typed is not among them. */
export function carriedOver(agents: AgentRegistry, from: AgentProfileRecord, to: string, told: V1AgentFields): Partial<V1AgentFields> {
  const { url, agentId, ...rest } = told
  return {
    ...rest,
    ...(url === defaultUrl(agents, from.kind) ? {} : { url }),
    ...(agents[to]?.v1?.agentId === undefined ? {} : { agentId }),
  }
}

/** What an agent of that kind has for an address where none is named. */
export function defaultUrl(agents: AgentRegistry, kind: string): string {
  const backend = agents[kind]
  return backend?.v1 === undefined ? '' : String(backend.parseSettings({})[backend.v1.url] ?? '')
}
