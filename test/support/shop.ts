/** A shop on WhatsApp for tests: a hub's instance on a fake Evolution server, linked by a scanned code. */
import type { FakeEvolution } from './evolution-server.ts'
import type { PanelClient } from './hub.ts'
import { type SavedAgent, saveAgent } from './saved-agent.ts'

type Input = Parameters<PanelClient['instances']['create']>[0]
type Extra = Pick<Input, 'agentProfileId' | 'house' | 'behaviour' | 'settings' | 'displayName' | 'isAnswering'> & {
  profileName?: string
  /** Digits of the account; those of a made-up shop unless given. */
  number?: string
  agent?: SavedAgent
}

/** Creates the instance and scans its code. It answers at once, without gathering, and plainly where it has the house agent, unless told otherwise. */
export async function connectShop(panel: PanelClient, evolution: FakeEvolution, name: string, extra: Extra = {}): Promise<void> {
  const { profileName, number = '15550001111', behaviour, settings, agent, ...rest } = extra
  const agentProfileId = agent === undefined ? rest.agentProfileId : await saveAgent(panel, agent)
  await panel.instances.create({
    isAnswering: true,
    name,
    channel: 'whatsapp',
    provider: 'evolution',
    settings: { url: evolution.url, ...settings },
    secrets: { apiKey: evolution.apiKey },
    ...rest,
    house: { simpleGreeting: true, ...rest.house },
    agentProfileId,
    behaviour: { gatherWindowMs: 0, ...behaviour },
  })
  await panel.instances.connect({ name })
  const states = await panel.instances.watchConnection({ name })
  evolution.scan(name, number, profileName ?? 'Sol Bakery')
  for await (const { state } of states) if (state === 'connected') break
}
