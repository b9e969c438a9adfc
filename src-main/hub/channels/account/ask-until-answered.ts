/** A question to a platform that may be out of reach for a while. */
import { growingPause } from '../../runtime/growing-pause.ts'
import { sleep, type Timers } from '../../runtime/timers.ts'

const PAUSES = { firstMs: 1000, mostMs: 20_000 }

interface Patience {
  timers: Timers
  random(): number
  signal: AbortSignal
  /** What a failure means: may the same question be answered later, and not before when? */
  judge(error: unknown): { isTransient: boolean; retryAfterMs: number | null }
  /** It failed, and is asked again. */
  onFailure(failures: number, error: unknown): void
}

/** Null once the signal is aborted. Rejects with what time does not mend. */
export async function askUntilAnswered<T>(ask: () => Promise<T>, patience: Patience): Promise<T | null> {
  const { timers, random, signal, judge, onFailure } = patience
  for (let failures = 1; !signal.aborted; failures += 1) {
    try {
      return await ask()
    } catch (error) {
      if (signal.aborted) return null
      const { isTransient, retryAfterMs } = judge(error)
      if (!isTransient) throw error
      onFailure(failures, error)
      await sleep(timers, Math.max(growingPause(failures, PAUSES, random), retryAfterMs ?? 0), signal)
    }
  }
  return null
}
