/** A turn as clients of v1 read it. */
import type { Stage, TraceStep } from '../../../../../src-shared/contract/traces.ts'
import type { TraceFilter } from '../../../storage/port.ts'
import type { TurnRecord } from '../../../storage/records.ts'

/** v1's words for where a turn is. */
export function v1TraceStatus(turn: Pick<TurnRecord, 'state' | 'stopCode' | 'agentKind'>): string {
  switch (turn.state) {
    case 'received':
      return 'received'
    case 'thinking':
      return 'processing'
    case 'delivering':
      return 'agent_called'
    case 'failed':
      return 'failed'
    case 'stopped':
      return turn.stopCode === 'access_denied' ? 'access_denied' : 'completed'
    default:
      return 'completed'
  }
}

/** The other way round: what each of v1's words finds is what is shown by it. */
export const STATES: Record<string, Pick<TraceFilter, 'states' | 'stopCodes' | 'notStopCodes'>> = {
  received: { states: ['received'] },
  webhook_received: { states: ['received'] },
  processing: { states: ['thinking'] },
  agent_called: { states: ['delivering'] },
  agent_success: { states: ['delivering', 'completed'] },
  completed: { states: ['completed', 'merged', 'stopped'], notStopCodes: ['access_denied'] },
  failed: { states: ['failed'] },
  error: { states: ['failed'] },
  access_denied: { states: ['stopped'], stopCodes: ['access_denied'] },
}

/** What the guides call our steps. Their `response_parse` is a part of `think`. */
const ALIASES: Partial<Record<Stage, string>> = {
  receive: 'webhook_received',
  admit: 'access_check',
  think: 'agent_call',
  deliver: 'evolution_send',
}

/** From there on it is worked on, and no more gathered. */
const BEGUN = new Set<Stage>(['route', 'recall', 'answer_cache', 'think'])

const stepView = (step: TraceStep) => ({
  name: step.stage,
  alias: ALIASES[step.stage] ?? null,
  status: step.status,
  duration_ms: step.durationMs,
  detail: step.detail,
})

/** `agentResponse`: what was sent, null for nothing. `channel`: of its instance. */
export function toV1Trace(turn: TurnRecord, channel: string, agentResponse: string | null) {
  const begun = turn.steps.find(({ stage }) => BEGUN.has(stage))
  const startedAt = begun === undefined ? null : new Date(Date.parse(turn.receivedAt) + begun.offsetMs).toISOString()
  return {
    trace_id: turn.id,
    instance_name: turn.instanceName,
    whatsapp_message_id: turn.messageExternalId,
    // Always a string: empty for a sender who is known by a LID only.
    sender_phone: turn.contactPhone ?? '',
    sender_name: turn.contactName,
    message_type: turn.messageKind,
    message_content: turn.messagePreview,
    has_media: turn.hasMedia,
    has_quoted_message: turn.hasQuote,
    session_name: turn.sessionName,
    agent_session_id: turn.agentSessionId,
    status: v1TraceStatus(turn),
    error_message: turn.state === 'failed' ? turn.reason : null,
    error_stage: turn.errorStage,
    received_at: turn.receivedAt,
    completed_at: turn.completedAt,
    agent_processing_time_ms: turn.agentDurationMs,
    total_processing_time_ms: turn.totalDurationMs,
    agent_response_success: turn.agentSucceeded,
    evolution_success: turn.channelSucceeded,
    channel_success: turn.channelSucceeded,
    blocking_reason: turn.state === 'stopped' ? turn.reason : null,
    timestamp: turn.receivedAt,
    user_id: turn.contactPhone === null ? null : `${channel}:+${turn.contactPhone}`,
    message: turn.messagePreview,
    total_duration_ms: turn.totalDurationMs,
    session_id: turn.agentSessionId ?? turn.sessionName,
    agent_response: agentResponse,
    processing_started_at: startedAt,
    steps: turn.steps.map(stepView),
  }
}
