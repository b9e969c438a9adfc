/** Saved agents for tests that only want one to answer. */
import type { PanelClient } from './hub.ts'

export interface SavedAgent {
  /** Without one: an Automagik agent. */
  kind?: string
  name?: string
  timeoutMs?: number
  apiKey?: string
  takesImages?: boolean
  /** The rest are fields of its back end: `url`, `agentId`, … */
  [field: string]: unknown
}

/** @returns its id */
export async function saveAgent(panel: PanelClient, agent: SavedAgent): Promise<string> {
  const { kind = 'automagik', name, timeoutMs, apiKey, takesImages, ...settings } = agent
  const { id } = await panel.agents.create({
    kind,
    name: name ?? String(settings['agentId'] ?? kind),
    settings,
    secrets: apiKey === undefined ? {} : { apiKey },
    timeoutMs,
    flags: { takesImages },
  })
  return id
}
