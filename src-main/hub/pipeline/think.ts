/**
 * Stage 4, think: ask the agent, show its words as they come, and end with what to say: the
 * answer, a fallback text, or nothing. Nothing is sent from here.
 */

import type { FallbackCause } from '../../../src-shared/contract/answering.ts'
import type { RouteChoice } from '../../../src-shared/contract/routing.ts'
import { HOUSE_PROFILE_ID } from '../../../src-shared/house-profile.ts'
import type { AgentProfiles } from '../agent-profiles/service.ts'
import type { AgentSpend } from '../agent-spend/service.ts'
import type { AgentBreakers } from '../agents/breaker.ts'
import { type AgentAttempt, callAgent } from '../agents/call.ts'
import type { AgentRequest } from '../agents/port.ts'
import { type AgentRegistry, backendFor } from '../agents/registry.ts'
import type { RunningInstance } from '../instances/service.ts'
import type { LiveStreams } from '../live/streams.ts'
import type { RoutingService } from '../routing/service.ts'
import type { Storage } from '../storage/port.ts'
import type { InstanceRecord, MessageRecord, PayloadInput } from '../storage/records.ts'
import type { PayloadText } from '../traces/payload-text.ts'
import { buildAgentRequest } from './agent-request.ts'
import { asksToBeginAnew } from './context.ts'
import { causeOf, fallbackText } from './fallback.ts'
import { beginStep } from './steps.ts'
import type { WhileWriting } from './while-writing.ts'
import type { TurnItem } from './work.ts'

export interface Thought {
  /** What to send; null for deliberate silence or an interrupted answer. */
  text: string | null
  origin: 'agent' | 'fallback'
  isInterrupted: boolean
  agentSucceeded: boolean
  /** The agent wants a person to go on. */
  wantsHandover: boolean
  agentKind: string
  agentProfileId: string
  agentName: string
  agentDurationMs: number
  agentUserId: string | null
  agentSessionId: string | null
  sessionName: string
  /** Why there is no answer, where there is none. */
  fallbackCause?: FallbackCause
  /** One sentence for the trace step. */
  detail: string
  payloads: PayloadInput[]
}

interface Options {
  storage: Storage
  agents: AgentRegistry
  breakers: AgentBreakers
  streams: LiveStreams
  now: () => number
  spend: Pick<AgentSpend, 'count' | 'reached'>
  profiles: Pick<AgentProfiles, 'find' | 'configOf' | 'noteCall' | 'hideSecrets'>
  payloadText: PayloadText
  routing: RoutingService
}

export type Think = (
  instance: RunningInstance,
  item: TurnItem,
  messages: MessageRecord[],
  signal: AbortSignal,
  writing: WhileWriting,
) => Promise<Thought>

export function createThink(options: Options): Think {
  const { storage, profiles, streams, now } = options

  /** The customer sent the word for it: no agent is asked, and the next one knows nothing of what was. */
  async function beginAnew(record: InstanceRecord, item: TurnItem): Promise<Thought> {
    await storage.beginAnew(item.conversation.id, new Date(now()).toISOString())
    const { resetText } = record.behaviour.context
    return {
      agentKind: 'none',
      agentProfileId: '',
      agentName: record.name,
      agentDurationMs: 0,
      agentUserId: null,
      agentSessionId: null,
      sessionName: '',
      payloads: [],
      text: resetText,
      origin: 'fallback',
      isInterrupted: false,
      agentSucceeded: true,
      wantsHandover: false,
      detail: 'The customer asked to begin anew.',
    }
  }

  async function routeOf(record: InstanceRecord, item: TurnItem, messages: MessageRecord[], signal: AbortSignal): Promise<RouteChoice> {
    const done = beginStep(item, 'route')
    const facts = {
      text: messages
        .map(({ text }) => text)
        .filter((text) => text !== '')
        .join('\n'),
      kinds: messages.map(({ kind }) => kind),
      labels: item.conversation.labels,
      atMs: now(),
    }
    const choice = await options.routing.choose(record, facts, signal)
    done('ok', choice.explanation)
    return choice
  }

  return async (instance, item, messages, signal, writing) => {
    const { record } = instance
    if (
      asksToBeginAnew(
        messages.map(({ text }) => text),
        record.behaviour.context,
      )
    )
      return beginAnew(record, item)
    const route = record.routing.rules.length === 0 ? null : await routeOf(record, item, messages, signal)
    const profileId = profiles.find(route?.agentProfileId ?? record.agentProfileId)?.id ?? HOUSE_PROFILE_ID
    const config = profiles.configOf(profileId, record.house)
    const backend = backendFor(options.agents, config.kind)
    const hide = (text: string) => profiles.hideSecrets(profileId, instance.hideSecrets(text))
    const [first = item.message, ...others] = messages
    const built = await buildAgentRequest(storage, record, { ...item, messages: [first, ...others] }, now())
    const request = route?.ruleId == null ? built : forAnother(built, profileId, route.text)
    const startedAt = performance.now()
    const agentName = config.name
    const reached = config.kind === 'house' ? null : options.spend.reached(record.name)
    if (reached !== null) {
      const text = fallbackText(record.behaviour, 'budget')
      return {
        agentKind: backend.kind,
        agentProfileId: profileId,
        agentName,
        agentDurationMs: 0,
        agentUserId: null,
        agentSessionId: built.session.id,
        sessionName: request.session.name,
        payloads: [],
        text: text === '' ? null : text,
        origin: 'fallback',
        isInterrupted: false,
        agentSucceeded: false,
        wantsHandover: false,
        fallbackCause: 'budget',
        detail:
          reached === 'daily'
            ? `${agentName} was not asked: the spending limit of the day is reached.`
            : `${agentName} was not asked: the spending limit of the month is reached.`,
      }
    }
    const startStream = () =>
      streams.start({
        turnId: item.turnId,
        conversationId: item.conversation.id,
        instanceName: record.name,
        agentName,
        startedAt: new Date(now()).toISOString(),
      })
    startStream()
    writing.begin({ agentKind: backend.kind, agentProfileId: profileId, agentName, sessionName: request.session.name })
    const result = await callAgent(backend, request, config, {
      breakers: options.breakers,
      signal,
      onDelta: (text) => {
        streams.delta(item.turnId, text)
        writing.delta(text)
      },
      onTool: (name, status) => streams.tool(item.turnId, status === 'started' ? name : null),
      onRestart: () => {
        startStream()
        writing.restart()
      },
      mayRetry: () => !writing.hasSpoken,
    })
    const thought: Omit<Thought, 'fallbackCause' | 'text' | 'origin' | 'isInterrupted' | 'agentSucceeded' | 'wantsHandover' | 'detail'> = {
      agentKind: backend.kind,
      agentProfileId: profileId,
      agentName,
      agentDurationMs: performance.now() - startedAt,
      // The conversation remembers its usual agent's session; another's has a name of its own.
      agentUserId: result.ok && request === built ? result.userId : null,
      agentSessionId: (result.ok && request === built ? result.sessionId : null) ?? built.session.id,
      sessionName: request.session.name,
      payloads: attemptPayloads(result.attempts, options.payloadText, hide),
    }
    const profile = profiles.find(profileId)
    if (result.ok && result.usage !== null && profile !== null) {
      const turn = { id: item.turnId, instanceName: record.name, contactId: item.contact?.id ?? null }
      await options.spend.count(turn, profile, result.usage)
    }
    // Stopped, or nothing to say: neither tells how the agent is doing.
    if (result.ok || (result.code !== 'cancelled' && result.code !== 'empty'))
      profiles.noteCall(profileId, result.ok ? null : hide(result.message))
    if (result.ok) {
      if (result.isSilent) {
        const detail = `${agentName} chose to say nothing.`
        return {
          ...thought,
          text: null,
          origin: 'agent',
          isInterrupted: false,
          agentSucceeded: true,
          wantsHandover: result.wantsHandover,
          detail,
        }
      }
      const tries = result.attempts.length > 1 ? ` at the ${ordinal(result.attempts.length)} try` : ''
      return {
        ...thought,
        text: result.text,
        origin: 'agent',
        isInterrupted: false,
        agentSucceeded: true,
        wantsHandover: result.wantsHandover,
        detail: result.warning === null ? `${agentName} answered${tries}.` : `${agentName} answered${tries}, but: ${result.warning}`,
      }
    }
    if (result.code === 'cancelled') {
      return {
        ...thought,
        text: null,
        origin: 'agent',
        isInterrupted: true,
        agentSucceeded: false,
        wantsHandover: false,
        detail: 'The answer was stopped before it was sent.',
      }
    }
    const cause = causeOf(result.code)
    const text = fallbackText(record.behaviour, cause)
    return {
      ...thought,
      text: text === '' ? null : text,
      origin: 'fallback',
      isInterrupted: false,
      agentSucceeded: false,
      wantsHandover: false,
      fallbackCause: cause,
      detail: hide(`${agentName} gave no answer (${result.code}): ${result.message}`),
    }
  }
}

/** The request to an agent that is not the usual one: it knows the history, and has a session of its own. */
function forAnother(request: AgentRequest, profileId: string, text: string): AgentRequest {
  return { ...request, text, session: { name: `${request.session.name}_${profileId}`, id: null, isNew: request.session.isNew } }
}

const ordinal = (n: number) => (n === 2 ? 'second' : n === 3 ? 'third' : `${n}th`)

/** What went to the agent and what came back, per try. Back ends strip credentials; an agent may still quote its key. */
function attemptPayloads(attempts: AgentAttempt[], textOf: PayloadText, hide: (text: string) => string): PayloadInput[] {
  if (textOf === null) return []
  return attempts.flatMap((attempt) => [
    {
      stage: 'think' as const,
      kind: 'agent_request' as const,
      at: attempt.startedAt,
      statusCode: null,
      body: hide(textOf(attempt.request)),
    },
    {
      stage: 'think' as const,
      kind: 'agent_response' as const,
      at: new Date(Date.parse(attempt.startedAt) + attempt.durationMs).toISOString(),
      statusCode: attempt.statusCode,
      body: hide(textOf({ outcome: attempt.outcome, message: attempt.message, answer: attempt.raw ?? null })),
    },
  ])
}
