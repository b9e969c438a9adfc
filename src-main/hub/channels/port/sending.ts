/** What leaves for a platform, and what becomes of it. */

import type { OmniError } from '../../../../src-shared/errors.ts'

/** One message on its way out, complete: nothing about the recipient lives anywhere else. */
export interface OutboundPart {
  deliveryId: string
  chatExternalId: string
  /** Chosen before sending where the platform takes the caller's id; else null. */
  externalId: string | null
  content:
    | { type: 'text'; text: string; mentions: string[]; mentionsEveryone: boolean; linkPreview: boolean }
    | {
        type: 'media'
        mediaType: 'image' | 'video' | 'document'
        url: string | null
        base64: string | null
        /** A file stored here: the hub fills in `base64` just before the channel is called. */
        mediaId?: string
        mimeType: string | null
        caption: string
        fileName: string | null
      }
    | { type: 'audio'; url: string | null; base64: string | null; mediaId?: string }
    | { type: 'sticker'; url: string | null; base64: string | null }
    | {
        type: 'contacts'
        contacts: { fullName: string; phoneNumber: string; email: string | null; organization: string | null; url: string | null }[]
      }
    | { type: 'reaction'; targetExternalId: string; targetIsOwn: boolean; emoji: string }
  quotedExternalId: string | null
  /**
   * The customer's message that an answer begins with this part. Unlike a quote it is nobody's wish: for platforms on
   * which many talk at once, or where a question holds a place for its answer.
   */
  answersExternalId?: string
}

export interface SendReceipt {
  /** The platform's id of the message. */
  externalId: string
  /** The chat as the platform names it, when it rewrote the address (Brazil's ninth digit). */
  chatExternalId: string | null
  request: unknown
  response: unknown
}

/**
 * A failed send. `wasSent` is the only thing that decides about a repetition: `no` may be repeated,
 * `maybe` (the request left, no answer came) never is automatically.
 */
export interface SendFailure {
  error: OmniError
  wasSent: 'no' | 'maybe'
  /** Worth retrying automatically? A wrong number is not; a closed socket is. */
  isTransient: boolean
  /** From the platform's Retry-After. */
  retryAfterMs: number | null
  request: unknown
  response: unknown
}

export class SendError extends Error {
  readonly failure: SendFailure
  constructor(failure: SendFailure) {
    super(failure.error.message, { cause: failure.error })
    this.name = 'SendError'
    this.failure = failure
  }
}

/** A message of the account that the platform has. */
export interface SentRef {
  chatExternalId: string
  externalId: string
}

/** A message of which nobody knows whether it was sent. */
export interface UnknownSend {
  part: OutboundPart
  /** When it was planned: it cannot have been sent earlier. ISO 8601 UTC. */
  since: string
}

export interface FoundSend {
  externalId: string
  /** By the platform's clock, ISO 8601 UTC; null where it does not say. */
  sentAt: string | null
}
