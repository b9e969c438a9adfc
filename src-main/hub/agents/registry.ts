/** Which back end serves which kind of agent. A new kind is one file and one line here. */
import type { AgentKind } from '../../../src-shared/contract/instances.ts'
import { automagik } from './automagik.ts'
import { createHouse, type HouseOptions } from './house.ts'
import type { AgentBackend } from './port.ts'

export type AgentRegistry = Record<AgentKind, AgentBackend>

export function createAgentRegistry(options: { house?: HouseOptions } = {}): AgentRegistry {
  return { house: createHouse(options.house), automagik }
}
