/** Saved agents, what they cost, and replies that they owe. */
import type { Spend } from '../../../../src-shared/contract/spend.ts'
import type { AgentProfileRecord, LateReplyRecord } from '../records.ts'

export interface AgentsWrites {
  /** Creates or replaces the profile of that id. */
  saveAgentProfile(record: AgentProfileRecord): Promise<void>
  /** False, and nothing is changed, while an instance uses it (or when there is none). */
  removeAgentProfile(id: string): Promise<boolean>
  /**
   * Adds to what the turn has used, and to the day of its instance and person. Null: not reported, or
   * without a price. With `audioSeconds` it is a recording that was heard, and no answer.
   */
  countAgentUse(use: {
    /** Null where it was for no turn. */
    turnId: string | null
    instanceName: string
    contactId: string | null
    agentProfileId: string
    day: string
    inputTokens: number | null
    outputTokens: number | null
    audioSeconds?: number
    costMicros: number | null
  }): Promise<void>
  /** Creates or replaces the one of that turn; forgets those that ran out before `at`. */
  saveLateReply(record: LateReplyRecord, at: string): Promise<void>
  acceptLateReply(turnId: string): Promise<void>
  /** The turn that this token replies to; null for a token that is unknown, has run out or was used. */
  takeLateReply(tokenHash: string, body: unknown, at: string): Promise<{ turnId: string } | null>
  removeLateReply(turnId: string): Promise<void>
}

export interface AgentsReads {
  /** Oldest first; the built-in one is always there. */
  listAgentProfiles(): Promise<AgentProfileRecord[]>
  /** Both days included, oldest first. */
  agentUseByDay(filter: { from: string; to: string; instanceName?: string }): Promise<(Spend & { instanceName: string; day: string })[]>
  agentUseOfContact(contactId: string): Promise<Spend>
  getLateReply(turnId: string): Promise<LateReplyRecord | null>
  /** Would a reply with this token be taken now? */
  isLateReplyAwaited(tokenHash: string, at: string): Promise<boolean>
}
