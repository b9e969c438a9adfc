/** The listener of the public address, as the tunnel sees it: what it answers is not the tunnel's business. */
import type { Proofs } from './proof.ts'

export interface PublicListener {
  /** Where providers send calls. */
  target: { host: string; port: number }
  /** The only address whose name it answers to; null: to none. */
  answerTo(publicUrl: string | null): void
  /** Ends the connections, too. */
  close(): Promise<void>
}

export interface ArrivedCall {
  method: string
  /** Without its query, and without what is a secret in it. */
  path: string
  statusCode: number
  durationMs: number
  sizeBytes: number | null
  /** It was taken as a platform's or an agent's own. */
  isGenuine: boolean
}

export interface ListenerParts {
  host: string
  /** 0: any free one. */
  port: number
  proofs: Pick<Proofs, 'answer' | 'cameAs'>
  /** Called at the end of each call but those of the proof. */
  onCall(call: ArrivedCall): void
  /** Called for each connection that had to be closed to make room. */
  onFull(): void
}

/** Rejects with an OmniError that says why in one sentence. */
export type OpenListener = (parts: ListenerParts) => Promise<PublicListener>
