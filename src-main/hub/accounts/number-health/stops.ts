/** Why a number may not send at the moment, kept across restarts. */
import type { NumberStop } from '../../../../src-shared/contract/number-health.ts'
import type { ChannelTexts, Restriction } from '../../channels/port.ts'
import type { Storage } from '../../storage/port.ts'

const KEY = 'numberStops'
/** After a refusal that comes before a ban: long enough for somebody to look, and for the platform to calm down. */
const REFUSED_MS = 24 * 3_600_000
/** A lock whose end is not told is looked at again after this. */
const LOCK_MS = 3_600_000

export interface Stops {
  load(): Promise<void>
  /** The stop in force, if there is one. */
  of(instanceName: string): NumberStop | null
  /** In the words of its platform, where that has some. True when something changed. */
  apply(instanceName: string, restriction: Restriction, texts: ChannelTexts | undefined): Promise<boolean>
  lift(instanceName: string): Promise<boolean>
}

export function createStops(storage: Storage, now: () => number): Stops {
  let stops: Record<string, NumberStop> = {}
  const iso = (ms: number) => new Date(ms).toISOString()

  async function save(next: Record<string, NumberStop>): Promise<void> {
    await storage.setSetting(KEY, next)
    stops = next
  }

  function of(instanceName: string): NumberStop | null {
    const stop = Object.hasOwn(stops, instanceName) ? stops[instanceName] : undefined
    return stop !== undefined && Date.parse(stop.until) > now() ? stop : null
  }

  async function lift(instanceName: string): Promise<boolean> {
    if (!Object.hasOwn(stops, instanceName)) return false
    const { [instanceName]: _, ...rest } = stops
    await save(rest)
    return true
  }

  return {
    async load() {
      stops = ((await storage.getSetting(KEY)) as Record<string, NumberStop> | null) ?? {}
    },
    of,
    lift,
    async apply(instanceName, restriction, texts) {
      const present = of(instanceName)
      // Only the platform's own word ends its own lock; what it refused is for a person to judge.
      if (restriction.kind === 'lifted') return present?.kind === 'time_lock' ? lift(instanceName) : false
      const isLock = restriction.kind === 'time_lock'
      const told = isLock && restriction.until !== null ? Date.parse(restriction.until) : now() + (isLock ? LOCK_MS : REFUSED_MS)
      const until = iso(Math.max(told, present === null ? 0 : Date.parse(present.until)))
      if (present !== null && present.kind === restriction.kind && present.until === until) return false
      const reason = isLock
        ? (texts?.restricted ?? 'The platform has restricted this account for a while. Nothing is sent until that is over.')
        : (texts?.refused ?? 'The platform refused a message of this account. Nothing is sent for a day, unless you allow it.')
      await save({ ...stops, [instanceName]: { kind: restriction.kind, reason, since: present?.since ?? iso(now()), until } })
      return true
    },
  }
}
