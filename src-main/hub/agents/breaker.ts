/**
 * Leaves an agent alone that keeps failing: customers then get the fallback text at once in the
 * place of a long wait, and a struggling server is not hammered.
 */
import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhenResult,
} from 'cockatiel'

const FAILURES_IN_A_ROW = 5
export const OPEN_FOR_MS = 30_000

/** What the breaker has to know of an attempt: did the agent itself fail? */
export interface BreakerVerdict {
  /** Null: it says nothing about the agent, good or bad (it was cancelled, or refused for what this message says). */
  isAgentFailure: boolean | null
}

/** Thrown past the breaker, which neither counts nor forgets anything then. */
class NoVerdict<T> extends Error {
  readonly value: T

  constructor(value: T) {
    super()
    this.value = value
  }
}

export type Guarded<T> = { state: 'ran'; value: T } | { state: 'open' } | { state: 'no_verdict' }

interface Entry {
  instanceName: string
  policy: CircuitBreakerPolicy
  /** How the last attempt that says anything went; null before the first. */
  lastFailed: boolean | null
}

/** One breaker for each agent of each instance: one tenant's broken agent never silences another's. */
export class AgentBreakers {
  readonly #entries = new Map<string, Entry>()

  /**
   * Runs `attempt` unless the breaker of `key` is open. While the one trial call of a half-open
   * breaker runs, others wait for its outcome, or until the signal is aborted (`no_verdict`).
   */
  async guard<T extends BreakerVerdict>(
    instanceName: string,
    key: string,
    attempt: () => Promise<T>,
    signal: AbortSignal,
  ): Promise<Guarded<T>> {
    const entry = this.#entryOf(instanceName, key)
    const { policy } = entry
    const isTrialRunning = policy.state === CircuitState.HalfOpen
    const judged = async (): Promise<T> => {
      const value = await attempt()
      if (value.isAgentFailure === null) throw new NoVerdict(value)
      return value
    }
    const run = policy.execute(judged).then(
      (value): Guarded<T> => {
        entry.lastFailed = value.isAgentFailure
        return { state: 'ran', value }
      },
      (error: unknown): Guarded<T> => {
        if (error instanceof BrokenCircuitError) return { state: 'open' }
        if (error instanceof NoVerdict) return { state: 'ran', value: error.value }
        throw error
      },
    )
    return isTrialRunning ? Promise.race([run, whenAborted(signal)]) : run
  }

  /** Is the agent left alone at this moment? */
  isOpen(instanceName: string, key: string): boolean {
    return this.#entries.get(`${instanceName}\n${key}`)?.policy.state === CircuitState.Open
  }

  /** Starts over for an instance: its agent's address or key was changed, or the instance is gone. */
  forget(instanceName: string): void {
    for (const [key, entry] of this.#entries) {
      if (entry.instanceName === instanceName) this.#entries.delete(key)
    }
  }

  /** The instances whose agent is left alone at present, for Home. */
  openInstances(): string[] {
    return [...this.#entries.values()].filter((entry) => entry.policy.state === CircuitState.Open).map((entry) => entry.instanceName)
  }

  /** Do the agents of this instance answer? `unknown`: none was asked yet, since the start or since it was changed. */
  stateOf(instanceName: string): 'up' | 'failing' | 'unknown' {
    const known = [...this.#entries.values()].filter((entry) => entry.instanceName === instanceName && entry.lastFailed !== null)
    if (known.length === 0) return 'unknown'
    return known.some((entry) => entry.lastFailed === true) ? 'failing' : 'up'
  }

  #entryOf(instanceName: string, key: string): Entry {
    const mapKey = `${instanceName}\n${key}`
    let entry = this.#entries.get(mapKey)
    if (entry === undefined) {
      const isFailure = handleWhenResult((result) => (result as BreakerVerdict).isAgentFailure === true)
      const policy = circuitBreaker(isFailure, { halfOpenAfter: OPEN_FOR_MS, breaker: new ConsecutiveBreaker(FAILURES_IN_A_ROW) })
      entry = { instanceName, policy, lastFailed: null }
      this.#entries.set(mapKey, entry)
    }
    return entry
  }
}

function whenAborted(signal: AbortSignal): Promise<{ state: 'no_verdict' }> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve({ state: 'no_verdict' }), { once: true })
    if (signal.aborted) resolve({ state: 'no_verdict' })
  })
}
