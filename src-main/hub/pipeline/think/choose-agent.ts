/** Which agent answers a turn: the one that a rule of the instance finds, else its usual one. */
import type { RouteChoice } from '../../../../src-shared/contract/routing.ts'
import { HOUSE_PROFILE_ID } from '../../../../src-shared/house-profile.ts'
import { type AgentRegistry, backendFor } from '../../agents/registry.ts'
import { plainWordsOf } from '../../answering/message-words.ts'
import type { AgentProfiles } from '../../answering/profiles/service.ts'
import type { RoutingService } from '../../answering/routing/service.ts'
import type { AgentSpend } from '../../answering/spend/service.ts'
import { beginStep } from '../lanes/steps.ts'
import { spentOn } from './spending.ts'
import type { ChosenAgent, ThinkContext } from './think-context.ts'

interface Options {
  routing: RoutingService
  profiles: Pick<AgentProfiles, 'find' | 'get' | 'configOf' | 'hideSecrets'>
  agents: AgentRegistry
  spend: Pick<AgentSpend, 'count'>
  now: () => number
}

export function createChooseAgent({ routing, profiles, agents, spend, now }: Options) {
  return {
    /** What the rules of the instance say; null where it has none. */
    async routeOf({ record, item, messages, reached, signal }: ThinkContext): Promise<RouteChoice | null> {
      if (record.routing.rules.length === 0) return null
      const done = beginStep(item, 'route')
      const facts = { text: plainWordsOf(messages), kinds: messages.map(({ kind }) => kind), labels: item.conversation.labels, atMs: now() }
      const choice = await routing.choose(record, facts, {
        signal,
        mayAsk: reached === null,
        onUse: (profile, usage) => spend.count(spentOn(record, item), profile, usage),
      })
      done('ok', choice.explanation)
      return choice
    },

    /** Throws OmniError('unsupported') for an agent of a kind that this version does not have. */
    agentOf({ instance, record }: ThinkContext, route: RouteChoice | null): ChosenAgent {
      const profile = profiles.find(route?.agentProfileId ?? record.agentProfileId) ?? profiles.get(HOUSE_PROFILE_ID)
      const config = profiles.configOf(profile.id, record.house)
      return {
        profile,
        config,
        backend: backendFor(agents, config.kind),
        byRule: route?.ruleId == null ? null : route,
        hide: (text) => profiles.hideSecrets(profile.id, instance.hideSecrets(text)),
      }
    },
  }
}
