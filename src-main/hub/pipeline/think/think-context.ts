/** A turn on its way through stage think: what its steps hand on, and what becomes known of it. */
import type { RouteChoice } from '../../../../src-shared/contract/routing.ts'
import { HOUSE_PROFILE_ID } from '../../../../src-shared/house-profile.ts'
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { AgentBackend, AgentConfig, AgentRequest } from '../../agents/port.ts'
import type { AnswerCache } from '../../answering/cache/service.ts'
import type { AgentProfiles } from '../../answering/profiles/service.ts'
import type { AgentSpend, Reached } from '../../answering/spend/service.ts'
import type { LiveStreams } from '../../live/streams.ts'
import type { Storage } from '../../storage/port.ts'
import type { AgentProfileRecord, ConversationRecord, InstanceRecord, MessageRecord } from '../../storage/records.ts'
import type { TurnItem } from '../lanes/lane-item.ts'
import type { RunWithoutSlot } from '../lanes/slots.ts'
import { isNewSession, sessionName } from './session.ts'
import { type Asked, NO_AGENT, type ThinkResult } from './think-result.ts'

/** What is known of the agent before it has answered. */
export interface AskedAgent {
  agentKind: string
  agentProfileId: string
  agentName: string
  sessionName: string
}

export interface StreamDelivery {
  begin(agent: AskedAgent): void
  delta(text: string): void
  /** What came so far and was not said is not part of the answer, which starts over. */
  restart(): void
  /** Something was said, or is about to be: there is no way back. */
  readonly hasSpoken: boolean
  /** Says the rest, or as much as may still be said, and ends the turn. Only after something was said. */
  conclude(thought: ThinkResult): Promise<void>
}

export interface ChosenAgent {
  profile: AgentProfileRecord
  config: AgentConfig
  backend: AgentBackend
  /** Null: no rule held, and it is the usual agent of the instance. */
  byRule: RouteChoice | null
  /** A text without the secrets of the agent and of the instance. */
  hide: (text: string) => string
}

export interface TurnToAnswer {
  instance: RunningInstance
  item: TurnItem
  /** The burst, oldest first. Empty if what was stored of it was deleted: the item still has its own. */
  messages: MessageRecord[]
  /** Aborted when a person stops the answer, or the hub stops. */
  signal: AbortSignal
  writing: StreamDelivery
  withoutSlot: RunWithoutSlot
}

/** No agent is chosen yet. */
export interface ThinkContext extends TurnToAnswer {
  /** As the instance was set up when it began: a change meanwhile is for the next turn. */
  record: InstanceRecord
  conversation: ConversationRecord
  /** `performance.now()`, for how long the answer took. */
  startedAt: number
  /** The spending limit that keeps agents that cost money from being asked. */
  reached: Reached | null
  asked: Asked
}

/** The agent is chosen, and with it what it is to be asked. */
export interface AskContext extends ThinkContext {
  agent: ChosenAgent
  request: AgentRequest
}

interface Options {
  storage: Pick<Storage, 'getConversation'>
  profiles: Pick<AgentProfiles, 'find' | 'get'>
  spend: Pick<AgentSpend, 'reached'>
  answerCache: Pick<AnswerCache, 'isOn'>
  now: () => number
}

export function createBeginThink({ storage, profiles, spend, answerCache, now }: Options) {
  /** Where a customer can start over, what waits in the lane may be older than that. */
  async function conversationOf(record: InstanceRecord, { conversation }: TurnItem): Promise<ConversationRecord> {
    if (record.behaviour.context.resetWord === '') return conversation
    return (await storage.getConversation(conversation.id)) ?? conversation
  }

  return async (turn: TurnToAnswer): Promise<ThinkContext> => {
    const { item } = turn
    const { record } = turn.instance
    const startedAt = performance.now()
    const reached = spend.reached(record.name)
    const conversation = await conversationOf(record, item)
    const asked: Asked = {
      ...NO_AGENT,
      agentProfileId: record.agentProfileId,
      agentName: (profiles.find(record.agentProfileId) ?? profiles.get(HOUSE_PROFILE_ID)).name,
      agentSessionId: isNewSession(record, conversation, now()) ? null : conversation.agentSessionId,
      sessionName: sessionName(record, conversation, item.contact, item.message.origin),
      ...(answerCache.isOn(record) ? { cacheUse: { hit: null, toKeep: null } } : {}),
    }
    return { ...turn, record, conversation, startedAt, reached, asked }
  }
}

export function beginAsking(turn: ThinkContext, agent: ChosenAgent, request: AgentRequest): AskContext {
  const { backend, profile, config } = agent
  return {
    ...turn,
    agent,
    request,
    asked: {
      ...turn.asked,
      agentKind: backend.kind,
      agentProfileId: profile.id,
      agentName: config.name,
      sessionName: request.session.name,
    },
  }
}

/** What whoever watches sees of its answer, before the first word. */
export function streamOf({ item, record, asked }: ThinkContext, nowMs: number): Parameters<LiveStreams['start']>[0] {
  return {
    turnId: item.turnId,
    conversationId: item.conversation.id,
    instanceName: record.name,
    agentName: asked.agentName,
    startedAt: new Date(nowMs).toISOString(),
  }
}
