/** A turn as the panel sees it: its trace. */
import type { Trace } from '../../../../src-shared/contract/traces.ts'
import type { TurnRecord } from '../../storage/records.ts'

export function toPanelTrace(turn: TurnRecord): Trace {
  return {
    id: turn.id,
    instanceName: turn.instanceName,
    conversationId: turn.conversationId,
    contactName: turn.contactName,
    contactPhone: turn.contactPhone,
    messageKind: turn.messageKind,
    messagePreview: turn.messagePreview,
    messageCount: turn.messageCount,
    state: turn.state,
    stopCode: turn.stopCode,
    errorStage: turn.errorStage,
    hasMedia: turn.hasMedia,
    messageExternalId: turn.messageExternalId,
    reason: turn.reason,
    agentKind: turn.agentKind,
    agentProfileId: turn.agentProfileId,
    agentName: turn.agentName,
    isHandedOver: turn.isHandedOver,
    inputTokens: turn.inputTokens,
    outputTokens: turn.outputTokens,
    costMicros: turn.costMicros,
    sessionName: turn.sessionName,
    agentSessionId: turn.agentSessionId,
    agentDurationMs: turn.agentDurationMs,
    totalDurationMs: turn.totalDurationMs,
    receivedAt: turn.receivedAt,
    completedAt: turn.completedAt,
    steps: turn.steps,
    rerunOf: turn.rerunOf,
  }
}
