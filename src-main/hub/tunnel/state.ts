/** What the panel is told of the tunnel. */
import type { TunnelStatus } from '../../../src-shared/contract/tunnel.ts'
import type { Timers } from '../runtime/timers.ts'
import type { LineState } from './supervise.ts'
import type { Traffic } from './traffic.ts'

/** The owner is told before a plan is used up. */
const NEARLY_USED = 0.8

type Quota = NonNullable<TunnelStatus['quota']>

/** What only a person can do, in one sentence. */
export interface TunnelNeed {
  /** Nothing comes in meanwhile. */
  isFailure: boolean
  message: string
  since: string
}

export interface TunnelState {
  status(): TunnelStatus
  /** Null while nobody is needed. */
  need(): TunnelNeed | null
  tell(told: LineState): void
  off(): void
  quota(quota: Quota): void
  /** Platforms that a person has told of the former address go on calling that one. */
  moved(from: string | null, to: string | null): void
  /** A genuine call arrived. */
  called(): void
}

interface Options {
  timers: Timers
  traffic: Traffic
  isOn(): boolean
  toPaste(publicUrl: string): TunnelStatus['toPaste']
  onChanged(): void
}

export function createTunnelState({ timers, traffic, isOn, toPaste, onChanged }: Options): TunnelState {
  const iso = (ms: number) => new Date(ms).toISOString()
  let told: LineState | { state: 'off' } = { state: 'off' }
  let since = iso(timers.now())
  let lastError: TunnelStatus['lastError'] = null
  let quota: Quota | null = null
  let nearlyUsedSince: string | null = null
  /** Since then a person has to enter the new address somewhere. */
  let movedSince: string | null = null

  function enter(next: typeof told): void {
    if (next.state !== told.state) since = iso(timers.now())
    told = next
    const wrong = 'error' in next ? next.error.message : 'proof' in next && isBad(next.proof) ? (next.proof?.message ?? null) : null
    if (wrong !== null) lastError = { message: wrong, at: iso(timers.now()) }
    onChanged()
  }

  function message(): string | null {
    if ('error' in told) return told.error.message
    if (!('proof' in told)) return null
    if (told.proof !== null && told.proof.result !== 'ok') return told.proof.message
    return need()?.message ?? null
  }

  function need(): TunnelNeed | null {
    if (told.state === 'failed') return { isFailure: true, message: told.error.message, since }
    if (quota !== null && nearlyUsedSince !== null) {
      const message = `${Math.floor((quota.used / quota.limit) * 100)} % of what the plan allows is used (${quota.what}).`
      return { isFailure: false, message, since: nearlyUsedSince }
    }
    if (movedSince === null) return null
    return { isFailure: false, message: 'The public address has changed: enter the new one at your platforms.', since: movedSince }
  }

  return {
    status() {
      const publicUrl = 'publicUrl' in told ? told.publicUrl : null
      const { calls, refused } = traffic.today()
      return {
        isOn: isOn(),
        state: told.state,
        publicUrl,
        message: message(),
        since,
        retryAt: told.state === 'retrying' ? iso(told.retryAtMs) : null,
        proof: 'proof' in told ? told.proof : null,
        lastCallAt: traffic.lastCallAt,
        callsToday: calls,
        refusedToday: refused,
        lastError,
        quota,
        toPaste: publicUrl === null ? [] : toPaste(publicUrl),
      }
    },
    need,
    tell: enter,
    off() {
      movedSince = null
      quota = null
      nearlyUsedSince = null
      if (told.state !== 'off') enter({ state: 'off' })
    },
    quota(next) {
      quota = next
      nearlyUsedSince = next.used < next.limit * NEARLY_USED ? null : (nearlyUsedSince ?? iso(timers.now()))
      onChanged()
    },
    moved(from, to) {
      movedSince = from !== null && to !== null && toPaste(to).length > 0 ? iso(timers.now()) : null
      onChanged()
    },
    called() {
      movedSince = null
    },
  }
}

const isBad = (proof: { result: string } | null): boolean =>
  proof !== null && (proof.result === 'failed' || proof.result === 'somebody_else')
