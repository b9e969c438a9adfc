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
import { callAgent } from '../agents/call.ts'
import type { AgentRequest, LateReplies } from '../agents/port.ts'
import { type AgentRegistry, backendFor } from '../agents/registry.ts'
import type { AnswerCache } from '../answer-cache/service.ts'
import type { RunningInstance } from '../instances/running-instance.ts'
import type { LiveStreams } from '../live/streams.ts'
import type { RoutingService } from '../routing/service.ts'
import type { Storage } from '../storage/port.ts'
import type { ConversationRecord, InstanceRecord, MessageRecord } from '../storage/records.ts'
import type { Summaries } from '../summaries/service.ts'
import type { PayloadText } from '../traces/payload-text.ts'
import { buildAgentRequest } from './agent-request.ts'
import { createMemory } from './answer-from-memory.ts'
import { attemptPayloads } from './attempt-payloads.ts'
import { asksToBeginAnew } from './context.ts'
import { causeOf, fallbackText } from './fallback.ts'
import { plainWordsOf } from './message-words.ts'
import { isNewSession, sessionName } from './session.ts'
import type { Idle } from './slots.ts'
import { beginStep } from './steps.ts'
import { NO_AGENT, type Thought } from './thought.ts'
import type { WhileWriting } from './while-writing.ts'
import type { TurnItem } from './work.ts'

interface Options {
  storage: Storage
  agents: AgentRegistry
  breakers: AgentBreakers
  streams: LiveStreams
  now: () => number
  spend: Pick<AgentSpend, 'count' | 'reached'>
  profiles: Pick<AgentProfiles, 'find' | 'get' | 'configOf' | 'noteCall' | 'hideSecrets'>
  payloadText: PayloadText
  routing: RoutingService
  summaries: Pick<Summaries, 'beginAfter'>
  answerCache: Pick<AnswerCache, 'isOn' | 'fixedAnswer' | 'lookUp'>
}

export type Think = (
  instance: RunningInstance,
  item: TurnItem,
  messages: MessageRecord[],
  signal: AbortSignal,
  writing: WhileWriting,
  idle: Idle,
) => Promise<Thought>

export function createThink(options: Options): Think {
  const { storage, profiles, spend, streams, now } = options
  const memory = createMemory(options)

  /** The customer sent the word for it: no agent is asked, and the next one knows nothing of what was. */
  async function beginAnew(record: InstanceRecord, item: TurnItem): Promise<Thought> {
    await storage.beginAnew(item.conversation.id, new Date(now()).toISOString())
    return {
      ...NO_AGENT,
      agentName: record.name,
      text: record.behaviour.context.resetText,
      origin: 'fallback',
      agentSucceeded: true,
      detail: 'The customer asked to begin anew.',
    }
  }

  async function routeOf(
    record: InstanceRecord,
    item: TurnItem,
    messages: MessageRecord[],
    mayAsk: boolean,
    signal: AbortSignal,
  ): Promise<RouteChoice> {
    const done = beginStep(item, 'route')
    const facts = { text: plainWordsOf(messages), kinds: messages.map(({ kind }) => kind), labels: item.conversation.labels, atMs: now() }
    const choice = await options.routing.choose(record, facts, {
      signal,
      mayAsk,
      onUse: (profile, usage) => spend.count(spentOn(record, item), profile, usage),
    })
    done('ok', choice.explanation)
    return choice
  }

  /** Where a customer can begin anew, what waits in the lane may be older than that. */
  async function conversationOf(record: InstanceRecord, { conversation }: TurnItem): Promise<ConversationRecord> {
    if (record.behaviour.context.resetWord === '') return conversation
    return (await storage.getConversation(conversation.id)) ?? conversation
  }

  return async (instance, item, messages, signal, writing, idle) => {
    const { record } = instance
    if (asksToBeginAnew(messages, record.behaviour.context)) return beginAnew(record, item)
    const startedAt = performance.now()
    const reached = spend.reached(record.name)
    const [first = item.message, ...others] = messages
    const conversation = await conversationOf(record, item)
    const nobody = {
      ...NO_AGENT,
      agentProfileId: record.agentProfileId,
      agentName: (profiles.find(record.agentProfileId) ?? profiles.get(HOUSE_PROFILE_ID)).name,
      agentSessionId: isNewSession(record, conversation, now()) ? null : conversation.agentSessionId,
      sessionName: sessionName(record, conversation, item.contact),
      ...(memory.isOn(record) ? { memory: { recalled: null, toKeep: null } } : {}),
    }
    const written = memory.written(record, item, messages, nobody)
    if (written !== null) return written
    const route = record.routing.rules.length === 0 ? null : await routeOf(record, item, messages, reached === null, signal)
    const onTopic = memory.onTopic(record, item, messages, route, nobody)
    if (onTopic !== null) return onTopic
    const profile = profiles.find(route?.agentProfileId ?? record.agentProfileId) ?? profiles.get(HOUSE_PROFILE_ID)
    const { id: profileId, flags } = profile
    const config = profiles.configOf(profileId, record.house)
    const backend = backendFor(options.agents, config.kind)
    const agentName = config.name
    const hide = (text: string) => profiles.hideSecrets(profileId, instance.hideSecrets(text))
    const recalled = beginStep(item, 'recall')
    const built = await buildAgentRequest(
      storage,
      record,
      { ...item, conversation, messages: [first, ...others] },
      now(),
      flags,
      backend.remembersNothing,
    )
    if (flags.summarizes && built.session.isNew) options.summaries.beginAfter(conversation.id, first.seq - 1)
    if (built.summary !== null)
      recalled(
        'ok',
        `A summary stands for ${built.summary.messageCount} older messages; ${built.history.length} newer ones were told word by word.`,
      )
    const request = route?.ruleId == null ? built : forAnother(built, profileId, plainWordsOf(messages), route.text)
    const asked = { ...nobody, agentKind: backend.kind, agentProfileId: profileId, agentName, sessionName: request.session.name }
    const mayAsk = reached === null
    const remembered = await memory.remembered(record, item, messages, asked, { request, profile, backend, mayAsk, signal })
    if (remembered.thought !== null) return remembered.thought
    const insteadOfAnswer = (cause: FallbackCause) => {
      const text = fallbackText(record.behaviour, cause)
      return { text: text === '' ? null : text, origin: 'fallback', fallbackCause: cause } as const
    }
    if (reached !== null && config.kind !== 'house') {
      const detail =
        reached === 'daily'
          ? `${agentName} was not asked: the spending limit of the day is reached.`
          : `${agentName} was not asked: the spending limit of the month is reached.`
      return { ...asked, ...insteadOfAnswer('budget'), detail }
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
    let hasUsedTools = false
    const result = await callAgent(
      backend,
      request,
      { ...config, replies: repliesApart(config.replies, idle) },
      {
        breakers: options.breakers,
        signal,
        onDelta: (text) => {
          streams.delta(item.turnId, text)
          writing.delta(text)
        },
        onTool: (name, status) => {
          hasUsedTools = true
          streams.tool(item.turnId, status === 'started' ? name : null)
        },
        onRestart: () => {
          startStream()
          writing.restart()
        },
        mayRetry: () => !writing.hasSpoken,
      },
    )
    const thought = {
      ...asked,
      agentDurationMs: performance.now() - startedAt,
      payloads: attemptPayloads(result.attempts, options.payloadText, hide),
    }
    if (result.ok && result.usage !== null) await spend.count(spentOn(record, item), profile, result.usage)
    // Stopped, or nothing to say: neither tells how the agent is doing.
    if (result.ok || (result.code !== 'cancelled' && result.code !== 'empty'))
      profiles.noteCall(profileId, result.ok ? null : hide(result.message))
    if (result.ok) {
      const tries = result.attempts.length > 1 ? ` at the ${ordinal(result.attempts.length)} try` : ''
      // The conversation remembers its usual agent's session; another's has a name of its own.
      const learned = request === built ? { agentUserId: result.userId, agentSessionId: result.sessionId ?? built.session.id } : {}
      // An answer that tools had a part in was true at that moment, for that person.
      const isPlain = !hasUsedTools && result.toolCalls.length === 0 && result.warning === null && !result.wantsHandover
      const toKeep = isPlain && !result.isSilent ? remembered.toKeep : null
      return {
        ...thought,
        ...learned,
        ...(thought.memory === undefined ? {} : { memory: { recalled: null, toKeep } }),
        text: result.isSilent ? null : result.text,
        agentSucceeded: true,
        wantsHandover: result.wantsHandover,
        detail: result.isSilent
          ? `${agentName} chose to say nothing.`
          : result.warning === null
            ? `${agentName} answered${tries}.`
            : `${agentName} answered${tries}, but: ${result.warning}`,
      }
    }
    if (result.code === 'cancelled') return { ...thought, isInterrupted: true, detail: 'The answer was stopped before it was sent.' }
    const detail = hide(`${agentName} gave no answer (${result.code}): ${result.message}`)
    return { ...thought, ...insteadOfAnswer(causeOf(result.code)), detail }
  }
}

const spentOn = (record: InstanceRecord, { turnId, contact }: TurnItem) => ({
  id: turnId,
  instanceName: record.name,
  contactId: contact?.id ?? null,
})

/**
 * The request to an agent that is not the usual one: it knows the history, and has a session of its own.
 * `asked` is what the rules looked at, `left` what they left of it, without the prefix that chose.
 */
function forAnother(request: AgentRequest, profileId: string, asked: string, left: string): AgentRequest {
  const prefix = asked.slice(0, asked.length - left.length)
  const text = request.text.startsWith(prefix) ? request.text.slice(prefix.length) : request.text
  return { ...request, text, session: { name: `${request.session.name}_${profileId}`, id: null, isNew: request.session.isNew } }
}

const ordinal = (n: number) => (n === 2 ? 'second' : n === 3 ? 'third' : `${n}th`)

/** An agent that replies later must not keep others of the instance waiting meanwhile. */
const repliesApart = (replies: LateReplies | null, idle: Idle): LateReplies | null =>
  replies && { ...replies, wait: (turnId, signal) => idle(() => replies.wait(turnId, signal)) }
