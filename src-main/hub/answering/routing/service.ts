/** Who answers: the rules of an instance, else its own agent. */
import { type RouteChoice, type Routing, routingSchema } from '../../../../src-shared/contract/routing.ts'
import { OmniError } from '../../../../src-shared/errors.ts'
import { HOUSE_PROFILE_ID } from '../../../../src-shared/house-profile.ts'
import type { AgentBreakers } from '../../agents/breaker.ts'
import type { AgentUsage } from '../../agents/port.ts'
import type { AgentRegistry } from '../../agents/registry.ts'
import type { Storage } from '../../storage/port.ts'
import type { AgentProfileRecord, InstanceRecord } from '../../storage/records.ts'
import type { AgentProfiles } from '../profiles/service.ts'
import { chooseRoute, type RouteFacts } from './choose.ts'
import { createClassify } from './classify.ts'
import { checkPatterns } from './pattern.ts'

export interface ChooseOptions {
  signal: AbortSignal
  /** Rules that are not saved yet. */
  routing?: Routing
  /** May an agent be asked what the message is about? It may cost money. */
  mayAsk?: boolean
  /** What asking has used. */
  onUse?: (profile: AgentProfileRecord, usage: AgentUsage) => Promise<void>
}

export interface RoutingService {
  /** Never throws for what a rule says: a rule that cannot be read does not hold. */
  choose(record: InstanceRecord, facts: RouteFacts, options: ChooseOptions): Promise<RouteChoice>
}

interface Options {
  storage: Pick<Storage, 'listLabels'>
  profiles: Pick<AgentProfiles, 'find' | 'get' | 'configOf'>
  agents: AgentRegistry
  breakers: AgentBreakers
}

/** Throws OmniError for rules that could never work: a pattern that cannot be read, an agent that is not there. */
export function checkRouting(routing: Routing, profiles: Pick<AgentProfiles, 'get'>): Routing {
  const ids = new Set(routing.rules.map(({ id }) => id))
  if (ids.size < routing.rules.length) throw new OmniError('bad_request', 'Two rules have the same id.')
  for (const { agentProfileId } of routing.rules) profiles.get(agentProfileId)
  checkPatterns(routing.rules.flatMap(({ when }) => (when.kind === 'pattern' ? [when.pattern] : [])))
  if (routing.classifierProfileId !== null) profiles.get(routing.classifierProfileId)
  return routing
}

export const NO_ROUTING: Routing = routingSchema.parse({})

export function createRoutingService({ storage, profiles, agents, breakers }: Options): RoutingService {
  return {
    async choose(record, facts, { signal, routing = record.routing, mayAsk = true, onUse }) {
      const hasLabels = routing.rules.some(({ when }) => when.kind === 'label')
      const labels = hasLabels ? await storage.listLabels() : []
      const classifier = !mayAsk || routing.classifierProfileId === null ? null : profiles.find(routing.classifierProfileId)
      const chosen = await chooseRoute(routing, facts, {
        labelName: (id) => labels.find((label) => label.id === id)?.name ?? id,
        classify:
          classifier === null
            ? null
            : createClassify({
                agents,
                breakers,
                config: profiles.configOf(classifier.id, record.house),
                instance: { id: record.id, name: record.name, channel: record.channel },
                signal,
                onUse: async (usage) => onUse?.(classifier, usage),
              }),
      })
      // An agent that was deleted since leaves its rule without effect.
      const routed = chosen.rule === null ? null : profiles.find(chosen.rule.agentProfileId)
      const agent = routed ?? profiles.find(record.agentProfileId) ?? profiles.get(HOUSE_PROFILE_ID)
      const check = routed === null ? undefined : chosen.checks.find(({ result }) => result === 'held')
      return {
        ruleId: check?.ruleId ?? null,
        agentProfileId: agent.id,
        agentName: agent.name,
        text: routed === null ? facts.text : chosen.text,
        explanation:
          check === undefined
            ? `No rule holds, so ${agent.name} answers as usual.`
            : `${check.detail} By rule ${routing.rules.findIndex(({ id }) => id === check.ruleId) + 1}, ${agent.name} answers.`,
        checks: chosen.checks,
      }
    },
  }
}
