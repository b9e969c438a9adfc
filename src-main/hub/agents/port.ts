/**
 * What answers. One request, one stream of events; a back end that does not stream yields a single
 * `completed`. Retries, timeouts, the breaker and fallback texts are the caller's business
 * (`call.ts`), so that every back end has them alike.
 */

import type { MessageKind } from '../../../src-shared/contract/conversations.ts'
import type { AgentKind, AgentSettings, HouseTexts } from '../../../src-shared/contract/instances.ts'

export const AGENT_ERROR_CODES = [
  'timeout',
  'unreachable',
  'unauthorized',
  'rate_limited',
  'server_error',
  'invalid_response',
  'empty',
  'cancelled',
] as const
export type AgentErrorCode = (typeof AGENT_ERROR_CODES)[number]

export interface AgentMedia {
  kind: MessageKind
  mimeType: string
  fileName: string | null
  /** Base64, when the bytes are stored here and small enough to hand over. */
  base64: string | null
  url: string | null
}

export interface AgentRequest {
  turnId: string
  /** The texts of the burst, joined by newlines in the order they came. */
  text: string
  kind: MessageKind
  media: AgentMedia[]
  quotedText: string | null
  sender: {
    /** Deterministic UUID v5, or what the back end answered earlier. */
    userId: string
    name: string | null
    phoneNumber: string | null
    platformId: string
  }
  session: { name: string; id: string | null; isNew: boolean }
  history: { author: 'customer' | 'agent' | 'person'; text: string; at: string }[]
  instance: { name: string; channel: string }
  chat: { externalId: string; kind: 'direct' | 'group' | 'channel' | 'thread'; name: string | null }
  /** The platform's event without credentials. */
  channelPayload: unknown
}

export interface AgentUsage {
  inputTokens: number | null
  outputTokens: number | null
}

export type AgentEvent =
  | { type: 'started'; sessionId?: string }
  | { type: 'delta'; text: string }
  | { type: 'tool'; name: string; status: 'started' | 'completed' }
  | {
      type: 'completed'
      /** The whole answer if the back end gives one (it replaces the deltas); null: the deltas are it. */
      text: string | null
      usage: AgentUsage | null
      toolCalls: string[]
      /** Kept and sent next time. */
      userId: string | null
      sessionId: string | null
      /** The back end asks for a person to take over. */
      wantsHandover: boolean
      /** The answer as it came, for the trace. */
      raw: unknown
    }
  | { type: 'failed'; code: AgentErrorCode; message: string; retryAfterMs: number | null; statusCode: number | null; raw: unknown }

export interface AgentConfig {
  settings: AgentSettings
  apiKey: string | null
  house: HouseTexts
  /** Notified once when `shape: auto` found out which path works, so that it is remembered. */
  onShapeLearned?: (shape: 'run' | 'chat') => void
  /** Receives what is about to be sent, for the trace. */
  onRequest?: (request: unknown) => void
}

export interface AgentBackend {
  kind: AgentKind
  /** Shown with the streamed answer. */
  displayName(config: AgentConfig): string
  /** Never throws: what goes wrong is a `failed` event. Aborting ends the stream with `cancelled`. */
  run(request: AgentRequest, config: AgentConfig, signal: AbortSignal): AsyncIterable<AgentEvent>
}
