/** What the panel is told of the tunnel. */
import type { TunnelStatus } from '../../../src-shared/contract/tunnel.ts'
import type { Timers } from '../runtime/timers.ts'
import type { LineState } from './supervise.ts'
import type { Traffic } from './traffic.ts'

/** The owner is told before a plan is used up. */
const NEARLY_USED = 0.8

type Quota = NonNullable<TunnelStatus['quota']>

export interface TunnelState {
  status(): TunnelStatus
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
  /** A person has to enter the new address somewhere. */
  let hasMoved = false

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
    if (quota !== null && quota.used >= quota.limit * NEARLY_USED)
      return `${Math.floor((quota.used / quota.limit) * 100)} % of what the plan allows is used (${quota.what}).`
    if (hasMoved) return 'The public address has changed: enter the new one at the platforms below.'
    return null
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
    tell: enter,
    off() {
      hasMoved = false
      quota = null
      if (told.state !== 'off') enter({ state: 'off' })
    },
    quota(next) {
      quota = next
      onChanged()
    },
    moved(from, to) {
      hasMoved = from !== null && to !== null && toPaste(to).length > 0
      onChanged()
    },
    called() {
      hasMoved = false
    },
  }
}

const isBad = (proof: { result: string } | null): boolean =>
  proof !== null && (proof.result === 'failed' || proof.result === 'somebody_else')
