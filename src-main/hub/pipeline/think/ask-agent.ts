/** The agent is asked, and its words are shown as they come. */
import type { AgentBreakers } from '../../agents/breaker.ts'
import { type AgentResult, callAgent } from '../../agents/call.ts'
import type { LateReplies } from '../../agents/port.ts'
import type { LiveStreams } from '../../live/streams.ts'
import type { PayloadText } from '../../observe/payload-text.ts'
import type { PayloadInput } from '../../storage/records.ts'
import type { RunWithoutSlot } from '../lanes/slots.ts'
import { attemptPayloads } from './attempt-payloads.ts'
import { type AskContext, streamOf } from './think-context.ts'

interface Options {
  breakers: AgentBreakers
  streams: LiveStreams
  payloadText: PayloadText
  now: () => number
}

export interface AgentCall {
  result: AgentResult
  /** Some were seen at work, whether or not the answer names them. */
  hasUsedTools: boolean
  /** Since thinking began: what was looked up before is part of it. */
  durationMs: number
  payloads: PayloadInput[]
}

export function createAskAgent({ breakers, streams, payloadText, now }: Options) {
  return async (turn: AskContext): Promise<AgentCall> => {
    const { item, agent, request, asked, signal, writing, withoutSlot, startedAt } = turn
    const { backend, config, hide } = agent
    const { agentKind, agentProfileId, agentName, sessionName } = asked
    const startStream = () => streams.start(streamOf(turn, now()))
    startStream()
    writing.begin({ agentKind, agentProfileId, agentName, sessionName })
    let hasUsedTools = false
    const result = await callAgent(
      backend,
      request,
      { ...config, replies: repliesApart(config.replies, withoutSlot) },
      {
        breakers,
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
          if (writing.hasSpoken) streams.carryOn(item.turnId, [], '')
          else startStream()
          writing.restart()
        },
        mayRetry: () => !writing.hasSpoken,
      },
    )
    const durationMs = performance.now() - startedAt
    return { result, hasUsedTools, durationMs, payloads: attemptPayloads(result.attempts, payloadText, hide) }
  }
}

/** An agent that replies later must not keep others of the instance waiting meanwhile. */
const repliesApart = (replies: LateReplies | null, withoutSlot: RunWithoutSlot): LateReplies | null =>
  replies && { ...replies, wait: (turnId, signal) => withoutSlot(() => replies.wait(turnId, signal)) }
