/** What came of asking an agent, or of not asking one. */
import type { FallbackCause } from '../../../../src-shared/contract/answering.ts'
import type { AnswerCacheUse, PayloadInput } from '../../storage/records.ts'

export interface ThinkResult {
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
  /** Where the instance may answer from its cache: whether it did, and what to keep. */
  cacheUse?: AnswerCacheUse
  /** One sentence for the trace step. */
  detail: string
  payloads: PayloadInput[]
}

/** What is known of a turn whatever its answer comes to. */
export type Asked = Omit<ThinkResult, 'detail'>

/** Nobody was asked (yet), and nothing is said. */
export const NO_AGENT: Asked = {
  text: null,
  origin: 'agent',
  isInterrupted: false,
  agentSucceeded: false,
  wantsHandover: false,
  agentKind: 'none',
  agentProfileId: '',
  agentName: '',
  agentDurationMs: 0,
  agentUserId: null,
  agentSessionId: null,
  sessionName: '',
  payloads: [],
}

/** Words of an agent, now or earlier; not those that the owner wrote. */
export const isOfAgent = ({ origin, cacheUse }: ThinkResult): boolean => origin === 'agent' && cacheUse?.hit?.kind !== 'fixed'
