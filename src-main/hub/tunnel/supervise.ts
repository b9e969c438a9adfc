/**
 * Keeps one tunnel open until it is stopped: opens it, has it proved, opens it again when it was lost. Everything of
 * it happens in one loop, so that two things never happen to it at once.
 */
import type { TunnelProof } from '../../../src-shared/contract/tunnel.ts'
import { errorMessage, OmniError } from '../../../src-shared/errors.ts'
import { sleep, type Timers } from '../runtime/timers.ts'
import { retryDelayMs } from './backoff.ts'
import { type OpenTunnel, TunnelError } from './port.ts'
import type { ProofFinding } from './proof.ts'
import { failureOf, proofOf } from './verdict.ts'

const OPEN_MS = 60_000
/** A genuine call proves as much as a proof does, and uses up no plan. */
const PROVE_AFTER_MS = 30 * 60_000
/** One that held for so long did not fail in a row with what follows. */
const STEADY_MS = 30_000

export type LineState =
  | { state: 'opening' }
  | { state: 'proving'; publicUrl: string; proof: TunnelProof | null }
  | { state: 'up'; publicUrl: string; proof: TunnelProof }
  | { state: 'retrying'; retryAtMs: number; error: TunnelError; proof: TunnelProof | null }
  | { state: 'failed'; error: TunnelError }

interface Parts {
  /** Rejects with a {@link TunnelError}, soon after the signal is aborted. */
  open(signal: AbortSignal): Promise<OpenTunnel>
  prove(publicUrl: string, isNew: boolean, signal: AbortSignal): Promise<ProofFinding>
  tell(state: LineState): void
  timers: Timers
}

export interface Line {
  /** The computer woke up, or somebody asks: it is proved, or opened, now. */
  hurry(): void
  /** Hurries, and resolves after the next proof, or when there is none to come. */
  prove(): Promise<void>
  /** A platform's own call came through it. */
  called(): void
  /** Resolves when everything of it is closed. */
  stop(): Promise<void>
}

export function superviseTunnel({ open, prove, tell, timers }: Parts): Line {
  const stopped = new AbortController()
  /** In a row. */
  let failures = 0
  /** When it is proved, or opened, next. */
  let dueMs = 0
  let lastCallMs = Number.NEGATIVE_INFINITY
  let endRest = (): void => undefined
  let onCall = (): void => undefined
  let waiters: (() => void)[] = []

  const hasNewCall = () => timers.now() - lastCallMs < PROVE_AFTER_MS
  const proofFrom = (finding: ProofFinding, tunnel: OpenTunnel) => proofOf(finding, tunnel, new Date(timers.now()).toISOString())

  function release(): void {
    const ready = waiters
    waiters = []
    for (const resolve of ready) resolve()
  }

  /** Until the next step is due, which may change meanwhile. */
  async function rest(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && timers.now() < dueMs) {
      const ended = new AbortController()
      endRest = () => ended.abort()
      await sleep(timers, dueMs - timers.now(), AbortSignal.any([signal, ended.signal]))
    }
  }

  async function opened(): Promise<OpenTunnel> {
    const late = new AbortController()
    const cancel = timers.after(OPEN_MS, () => late.abort())
    try {
      return await open(AbortSignal.any([stopped.signal, late.signal]))
    } catch (error) {
      throw late.signal.aborted ? new TunnelError('unreachable', 'It took too long to open the tunnel.', { cause: error }) : error
    } finally {
      cancel()
    }
  }

  /** Resolves to why it is over. */
  async function hold(tunnel: OpenTunnel): Promise<{ error: TunnelError; proof: TunnelProof | null }> {
    const { publicUrl, isProvenFromHere } = tunnel
    const ended = new AbortController()
    let error = new TunnelError('lost', 'The tunnel was closed.')
    void tunnel.closed.then((why) => {
      error = why ?? error
      ended.abort()
    })
    const over = AbortSignal.any([stopped.signal, ended.signal])
    let upSinceMs: number | null = null
    let unproven = 0
    let isProven = false
    let proving = new AbortController()
    function isUp(proof: TunnelProof): void {
      upSinceMs ??= timers.now()
      unproven = 0
      isProven = proof.result !== 'not_from_here'
      dueMs = timers.now() + PROVE_AFTER_MS
      tell({ state: 'up', publicUrl, proof })
    }
    onCall = () => {
      if (over.aborted) return
      // Thousands may come in a rush.
      if (isProven) dueMs = timers.now() + PROVE_AFTER_MS
      else isUp(proofFrom({ result: 'ok' }, tunnel))
      proving.abort()
    }
    tell({ state: 'proving', publicUrl, proof: null })
    try {
      while (!over.aborted) {
        proving = new AbortController()
        const finding = await prove(publicUrl, isProvenFromHere, AbortSignal.any([over, proving.signal]))
        if (over.aborted) break
        const proof = proofFrom(finding, tunnel)
        const failure = proving.signal.aborted ? null : failureOf(proof)
        if (failure !== null && isProvenFromHere) return { error: failure, proof }
        if (failure !== null && !hasNewCall()) {
          // Opening it again heals nothing: it is not we who open it.
          isProven = false
          tell({ state: 'proving', publicUrl, proof })
          unproven += 1
          dueMs = timers.now() + retryDelayMs(unproven, failure)
        } else if (!proving.signal.aborted) isUp(hasNewCall() ? proofFrom({ result: 'ok' }, tunnel) : proof)
        release()
        await rest(over)
      }
    } finally {
      onCall = () => undefined
      if (upSinceMs !== null && timers.now() - upSinceMs >= STEADY_MS) failures = 0
    }
    return { error, proof: null }
  }

  async function once(): Promise<{ error: TunnelError; proof: TunnelProof | null }> {
    tell({ state: 'opening' })
    let tunnel: OpenTunnel
    try {
      tunnel = await opened()
    } catch (error) {
      return { error: asTunnelError(error), proof: null }
    }
    try {
      return await hold(tunnel)
    } finally {
      await tunnel.close()
    }
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      const { error, proof } = await once()
      if (stopped.signal.aborted) return
      if (error.isFinal) return tell({ state: 'failed', error })
      dueMs = timers.now() + retryDelayMs(failures, error)
      failures += 1
      tell({ state: 'retrying', retryAtMs: dueMs, error, proof })
      release()
      await rest(stopped.signal)
    }
  }

  let isRunning = true
  const running = run()
    .catch((error: unknown) => tell({ state: 'failed', error: asTunnelError(error) }))
    .finally(() => {
      isRunning = false
      release()
    })

  function hurry(): void {
    dueMs = timers.now()
    endRest()
  }

  return {
    hurry,
    prove() {
      if (!isRunning) return Promise.resolve()
      return new Promise((resolve) => {
        waiters.push(resolve)
        hurry()
      })
    },
    called() {
      lastCallMs = timers.now()
      onCall()
    },
    async stop() {
      stopped.abort()
      await running
    },
  }
}

function asTunnelError(error: unknown): TunnelError {
  if (error instanceof TunnelError) return error
  if (!(error instanceof OmniError))
    return new TunnelError('refused', `The tunnel could not be opened: ${errorMessage(error)}`, { cause: error })
  // What is set up is not complete (any more).
  return new TunnelError('refused', error.message, { cause: error, isFinal: error.code === 'bad_request' })
}
