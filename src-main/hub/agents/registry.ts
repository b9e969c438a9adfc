/** Which back end serves which kind of agent. A new kind is one file and one line here. */
import type { AgentKind } from '../../../src-shared/contract/agents.ts'
import { OmniError } from '../../../src-shared/errors.ts'
import { automagik } from './automagik.ts'
import { hive } from './hive.ts'
import { createHouse, type HouseOptions } from './house.ts'
import { leo } from './leo.ts'
import { openai } from './openai.ts'
import type { AgentBackend } from './port.ts'
import { webhook } from './webhook.ts'

export type AgentRegistry = Readonly<Record<AgentKind, AgentBackend>>

export function createAgentRegistry(options: { house?: HouseOptions } = {}): AgentRegistry {
  return registryOf([createHouse(options.house), openai, hive, leo, automagik, webhook])
}

/** In the order in which they are offered. */
export function registryOf(backends: AgentBackend[]): AgentRegistry {
  return Object.fromEntries(backends.map((backend) => [backend.kind, backend]))
}

/** Throws OmniError('unsupported') for a kind that this version does not have. */
export function backendFor(agents: AgentRegistry, kind: AgentKind): AgentBackend {
  const backend = agents[kind]
  if (backend === undefined) throw new OmniError('unsupported', `This version of Omni has no agents of the kind "${kind}".`)
  return backend
}
