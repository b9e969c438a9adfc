/**
 * What answers. One request, one stream of events; a back end that does not stream yields a single
 * `completed`. Retries, timeouts, the breaker and fallback texts are the caller's business
 * (`call.ts`), so that every back end has them alike.
 */

import type { AgentChoice, AgentKind, AgentType } from '../../../src-shared/contract/agents.ts'
import type { MessageKind } from '../../../src-shared/contract/conversations.ts'
import type { HouseTexts } from '../../../src-shared/contract/instances.ts'

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
  /** What it says stands in the text of the request. */
  isInWords?: boolean
  /** That is why there are no bytes. */
  isTooLarge?: boolean
}

/** What the shop lets an agent know beside what was said. What is unknown, empty or not to be told is absent. */
export interface AgentFacts {
  customer: {
    name?: string
    /** Have they written before? */
    isReturning?: boolean
    /** ISO 8601 UTC. */
    knownSince?: string
    labels?: string[]
    /** What colleagues noted, newest first. */
    notes?: string[]
  }
  shop: {
    name?: string
    openingHours?: string
    address?: string
    /** The wall clock of the shop, ISO 8601 with its offset: `2026-03-14T09:26:53-03:00`. */
    localTime?: string
    /** IANA, `America/Sao_Paulo`. */
    timeZone?: string
    /** Where the customer writes: `whatsapp`, … */
    channel?: string
  }
}

/** What a machine wrote about the part of the conversation that is not in `history`. */
export interface AgentSummary {
  text: string
  /** How many messages it stands for. */
  messageCount: number
}

/** A recording to be put into words. */
export interface AgentAudio {
  bytes: Uint8Array<ArrayBuffer>
  mimeType: string
  fileName: string | null
  /** The model that hears it: not the one that answers. */
  model: string
  /** ISO 639 code of what is spoken; empty when that is not known. */
  language: string
}

export type Transcription =
  | {
      type: 'transcribed'
      /** Empty when no words were heard. */
      text: string
      /** As the server named it. */
      language: string | null
      /** How long the recording was, as the server measured it. */
      seconds: number | null
      usage: AgentUsage | null
    }
  | Extract<AgentEvent, { type: 'failed' }>

export interface AgentRequest {
  turnId: string
  /** The texts of the burst, joined by newlines in the order they came; with what its files say, marked (`in-words.ts`). */
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
    /** Fields of `user` and of its `user_data` by which Omni v1 named people without a number. */
    asV1?: { user: Record<string, string>; userData: Record<string, string> }
  }
  session: { name: string; id: string | null; isNew: boolean }
  history: { author: 'customer' | 'agent' | 'person'; text: string; at: string; pictures?: AgentMedia[] }[]
  /** Follows on to `history`: no message is in both. Null without one, and in a new session. */
  summary: AgentSummary | null
  facts: AgentFacts
  instance: { id: number; name: string; channel: string }
  chat: { externalId: string; kind: 'direct' | 'group' | 'channel' | 'thread'; name: string | null }
  /** The platform's event without credentials. */
  channelPayload: unknown
}

export interface AgentUsage {
  inputTokens: number | null
  outputTokens: number | null
}

/** Texts as points: the nearer two are, the more alike the texts. */
export interface Embedded {
  /** One for each text, of length 1. */
  vectors: Float32Array[]
  usage: AgentUsage | null
}

export type AgentEvent =
  | { type: 'started'; sessionId?: string }
  | { type: 'delta'; text: string }
  /** What the model thinks, where its server gives it apart from the text: for the trace alone. */
  | { type: 'reasoning'; text: string }
  | { type: 'tool'; name: string; status: 'started' | 'completed' }
  | {
      type: 'completed'
      /** The whole answer if the back end gives one; null: the deltas are it. */
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
      /** The back end chose to say nothing: no text is expected, and no fallback is sent. */
      isSilent?: boolean
      /** Something was wrong with the answer that does not keep it from being given: one plain sentence for the trace. */
      warning?: string
    }
  | {
      type: 'failed'
      code: AgentErrorCode
      message: string
      retryAfterMs: number | null
      statusCode: number | null
      raw: unknown
      /** Asking again would ask twice: it is not tried again, whatever the code. */
      isFinal?: boolean
      /** What was asked was refused, and another message may well be answered: no reason to leave the agent alone. */
      isOfMessage?: boolean
    }

/** A saved agent, ready to be asked: what the back end needs besides the request. */
export interface AgentConfig {
  kind: AgentKind
  /** What the profile is called: shown with the streamed answer. */
  name: string
  /** The back end's own fields, valid by its `parseSettings`. */
  settings: Record<string, unknown>
  /** Decrypted, by field name; never logged, never on a trace. */
  secrets: Record<string, string>
  /** For one try. */
  timeoutMs: number
  /** Pictures may be handed over. */
  takesImages: boolean
  house: HouseTexts
  /** Null where nobody could call (a test, a dry run). */
  replies: LateReplies | null
  /** What the back end found out about its server, to be saved with the profile. */
  onSettingsLearned?: (settings: Record<string, unknown>) => void
  /** Receives what is about to be sent, for the trace. */
  onRequest?: (request: unknown) => void
}

/** For a back end whose answer comes later, by a call of its own. Survives a restart. */
export interface LateReplies {
  /**
   * Where the reply to this turn may be sent, once, within `validMs`. Null: it was asked for before a
   * restart already, and may still come.
   */
  open(turnId: string, instanceName: string, validMs: number): Promise<{ url: string } | null>
  /** The agent said that it will reply. */
  accepted(turnId: string): Promise<void>
  /** The body of the reply; null if none came in time, or the signal was aborted. */
  wait(turnId: string, signal: AbortSignal): Promise<unknown>
  /** No reply is expected any more. */
  close(turnId: string): Promise<void>
}

/** The settings of a back end that the fields of Omni v1 name, by the settings' names. */
export interface V1Names {
  url: string
  /** Absent: the address says it all. */
  agentId?: string
  /** "default" names nobody there. */
  hasNoDefaultAgent?: true
  /** Agent, team or workflow. */
  agentType?: string
  streamMode?: string
  /** What holds where the fields of the other published guide (`default_agent_url`, …) name the agent. */
  ofGuide?: Record<string, unknown>
}

export interface AgentBackend {
  kind: AgentKind
  /** How it declares itself: name, form, what it can do. */
  type: AgentType
  /** It knows nothing of a conversation but what the request tells: the same request may as well get the same answer. */
  remembersNothing?: true
  /** Absent: clients of Omni v1 cannot choose it by an address. */
  v1?: V1Names
  /** Completes and checks the non-secret settings; throws a ZodError that names the field. */
  parseSettings(settings: Record<string, unknown>): Record<string, unknown>
  /** Is it set up so far that it could answer? */
  isSetUp(settings: Record<string, unknown>, house: HouseTexts): boolean
  /** Never throws: what goes wrong is a `failed` event. Aborting ends the stream with `cancelled`. */
  run(request: AgentRequest, config: AgentConfig, signal: AbortSignal): AsyncIterable<AgentEvent>
  /** What its server has to choose from. Rejects with a plain sentence. Only where `type.offers.list`. */
  choices?(config: AgentConfig, signal: AbortSignal): Promise<AgentChoice[]>
  /** Rejects with OmniError in a plain sentence. Only where `type.offers.embeddings`. */
  embed?(texts: string[], model: string, config: AgentConfig, signal: AbortSignal): Promise<Embedded>
  /** Puts a recording into words. Never throws. Only where `type.offers.transcription`. */
  transcribe?(audio: AgentAudio, config: AgentConfig, signal: AbortSignal): Promise<Transcription>
}
