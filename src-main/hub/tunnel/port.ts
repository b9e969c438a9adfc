/**
 * The port of the ways to be reachable from the internet. A provider knows its own service, and nothing of the hub:
 * it opens one public address for one local listener, says when that is over, and tries nothing again on its own.
 * The service decides when to try again, what to prove and who is told.
 */
import type { TunnelProviderType } from '../../../src-shared/contract/tunnel.ts'
import type { Logger } from '../observe/logger.ts'
import type { Timers } from '../runtime/timers.ts'

export interface TunnelContext {
  /** The listener of webhooks on this computer. */
  target: { host: string; port: number }
  /** Non-secret fields, as `parseSettings` gave them. */
  settings: Record<string, unknown>
  /** Decrypted; never logged. */
  secrets: Record<string, string>
  log: Logger
  timers: Timers
  /** Aborted when it is switched off while it opens. */
  signal: AbortSignal
  /** What the provider learned and must keep, such as the key of a server at its first use. */
  saveSettings(patch: Record<string, unknown>): Promise<void>
}

export interface OpenTunnel {
  /** `https://name` without a path. */
  publicUrl: string
  /** Does a call from this computer to the public address prove anything, or may a router refuse just that? */
  isProvenFromHere: boolean
  /** The address is one of this computer's own, which nobody else reaches. */
  isOnlyHere?: boolean
  /** Resolves once when it is over, whoever ended it: null when `close` did. Never rejects. */
  closed: Promise<TunnelError | null>
  /** Called when the provider says how much of its plan is used. */
  onQuota?(told: (quota: { used: number; limit: number; what: string }) => void): void
  /** Ends it, children and sockets included. Never rejects. */
  close(): Promise<void>
}

export interface TunnelProvider {
  type: Omit<TunnelProviderType, 'unavailable'>
  /** Why it cannot be used on this computer, in one sentence; absent: it always can. */
  unavailable?(): Promise<string | null>
  /** Parses and completes the non-secret fields; throws a ZodError that names the field. */
  parseSettings(settings: Record<string, unknown>): Record<string, unknown>
  /** Where the listener must be for it; absent: on any free port of the loopback address. */
  listenAt?(settings: Record<string, unknown>): { host: string; port: number }
  /** The server that the secrets are for: a saved one is not sent to another. Absent: always the same. */
  secretsGoTo?(settings: Record<string, unknown>): string
  /** The settings with the key that the server showed last trusted; null when it showed none. */
  trustHostKey?(settings: Record<string, unknown>): Record<string, unknown> | null
  /** Rejects with a {@link TunnelError}. */
  open(context: TunnelContext): Promise<OpenTunnel>
}

export type TunnelFailure =
  /** The token or key is missing, wrong or no longer valid. */
  | 'credentials'
  /** The plan is used up. */
  | 'quota'
  | 'unreachable'
  /** The server shows another key than the one that was pinned. */
  | 'host_key'
  /** The server answers, and does not give what was asked for (port taken, forwarding not allowed, name in use). */
  | 'refused'
  /** It was up and is not any more. */
  | 'lost'
  /** The program is not there, or ended. */
  | 'program'
  /** It says that it is up, and calls do not arrive. Said by the proof, not by providers. */
  | 'unproven'

export class TunnelError extends Error {
  readonly failure: TunnelFailure
  /** Only a person can help: nothing is tried again. */
  readonly isFinal: boolean
  /** From the provider, where it says when to come back. */
  readonly retryAfterMs: number | null
  /** `message` is one plain sentence for the panel. */
  constructor(failure: TunnelFailure, message: string, options: { isFinal?: boolean; retryAfterMs?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'TunnelError'
    this.failure = failure
    this.isFinal = options.isFinal ?? ['credentials', 'host_key'].includes(failure)
    this.retryAfterMs = options.retryAfterMs ?? null
  }
}
