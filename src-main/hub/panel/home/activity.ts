/** How each instance has been doing, for its card: the last day, and what is wrong with it. */
import type { InstanceActivity } from '../../../../src-shared/contract/instances.ts'
import type { InstanceService } from '../../accounts/instances/service.ts'
import type { AgentBreakers } from '../../agents/breaker.ts'
import type { Storage } from '../../storage/port.ts'
import type { WebhookCalls } from '../webhook-log/webhook-log.ts'
import { stretchEdges } from './stretches.ts'

interface Sources {
  instances: InstanceService
  storage: Storage
  breakers: AgentBreakers
  webhookCalls: WebhookCalls
  now: () => number
}

export async function readActivity(
  { instances, storage, breakers, webhookCalls, now }: Sources,
  timeZone: string,
): Promise<InstanceActivity[]> {
  const edges = stretchEdges('24h', now(), timeZone)
  const { activity } = await storage.turnStats(edges, null)
  const failing = new Set(breakers.openInstances())
  return instances.list().map(({ record: { name } }) => {
    const counted = activity[name] ?? []
    const lastCall = webhookCalls.of(name).find(({ outcome, isTest }) => !isTest && outcome !== 'refused')
    return {
      instanceName: name,
      hours: edges.slice(0, -1).map((from, hour) => ({ from, received: counted[hour]?.received ?? 0, failed: counted[hour]?.failed ?? 0 })),
      isAgentFailing: failing.has(name),
      lastWebhookCallAt: lastCall?.at ?? null,
    }
  })
}
