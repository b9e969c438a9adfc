/**
 * Proves that calls to the public address arrive at this process: one goes out with a number that nobody can guess,
 * and must come back signed with a key that only this process has.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { errorMessage } from '../../../src-shared/errors.ts'
import { sleep, type Timers } from '../runtime/timers.ts'

export const PROOF_PATH = '/webhook/proof/'

const ATTEMPT_MS = 5000
/** Names that were just made are not known everywhere at once, and edges say "no such tunnel" for a moment. */
const PAUSES_MS = [250, 500, 1000, 2000, 3000]
const PATIENCE_MS = 15_000
const MAX_ANSWER_BYTES = 1000

export type ProofFinding =
  | { result: 'ok' }
  | { result: 'somebody_else' }
  /** A proxy in front calls us by this name instead of the public one. */
  | { result: 'other_name'; host: string }
  /** Those in between say that nobody is behind the address. */
  | { result: 'nobody'; statusCode: number }
  | { result: 'no_answer'; why: string }

export interface Proofs {
  /** What the listener answers for this number; null when it is none that was sent. */
  answer(nonce: string): string | null
  /** The listener refused the call with this number, for it named another host. */
  cameAs(nonce: string, host: string): void
  /** Never rejects. `isNew`: the address was just made, and is tried for some seconds. `publicUrl` without a path. */
  prove(publicUrl: string, isNew: boolean, signal: AbortSignal): Promise<ProofFinding>
}

export function createProofs(timers: Timers): Proofs {
  const key = randomBytes(32)
  /** Those that are under way, and the other name that each came under. */
  const sent = new Map<string, string | null>()
  const signatureOf = (nonce: string) => createHmac('sha256', key).update(nonce).digest('hex')

  async function attempt(publicUrl: string, signal: AbortSignal): Promise<ProofFinding> {
    const nonce = randomBytes(24).toString('base64url')
    sent.set(nonce, null)
    try {
      const response = await fetch(`${publicUrl}${PROOF_PATH}${nonce}`, {
        redirect: 'manual',
        headers: { 'cache-control': 'no-store', connection: 'close' },
        signal: AbortSignal.any([signal, AbortSignal.timeout(ATTEMPT_MS)]),
      })
      // Whoever answers learns nothing from how long this takes: the number is used once.
      if ((await startOf(response)) === signatureOf(nonce)) return { result: 'ok' }
      const host = sent.get(nonce)
      if (typeof host === 'string') return { result: 'other_name', host }
      return response.status >= 500 ? { result: 'nobody', statusCode: response.status } : { result: 'somebody_else' }
    } catch (error) {
      return { result: 'no_answer', why: errorMessage(error instanceof Error ? (error.cause ?? error) : error) }
    } finally {
      sent.delete(nonce)
    }
  }

  return {
    answer: (nonce) => (sent.has(nonce) ? signatureOf(nonce) : null),
    cameAs(nonce, host) {
      if (sent.has(nonce)) sent.set(nonce, host.slice(0, 200))
    },
    async prove(publicUrl, isNew, signal) {
      const beganMs = timers.now()
      let finding = await attempt(publicUrl, signal)
      for (const pauseMs of isNew ? PAUSES_MS : PAUSES_MS.slice(0, 1)) {
        if (finding.result === 'ok' || timers.now() - beganMs > PATIENCE_MS) break
        await sleep(timers, pauseMs, signal)
        if (signal.aborted) break
        finding = await attempt(publicUrl, signal)
      }
      return finding
    },
  }
}

/** What a stranger answers may have no end. */
async function startOf(response: Response): Promise<string> {
  const reader = response.body?.getReader()
  const parts: Uint8Array[] = []
  let bytes = 0
  while (reader !== undefined && bytes < MAX_ANSWER_BYTES) {
    const { value, done } = await reader.read()
    if (done) break
    parts.push(value)
    bytes += value.byteLength
  }
  await reader?.cancel()
  return Buffer.concat(parts).toString('latin1')
}
