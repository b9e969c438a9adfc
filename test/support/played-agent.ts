/** The built-in agent with another name and other words: what it says is up to the test. */
import { createHouse } from '../../src-main/hub/agents/house.ts'
import type { AgentBackend } from '../../src-main/hub/agents/port.ts'

export function playedAgent(name: string, run: AgentBackend['run']): AgentBackend {
  const house = createHouse()
  return { ...house, type: { ...house.type, name }, isSetUp: () => true, run }
}
