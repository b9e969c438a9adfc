/**
 * What is done with what came while this computer was away: each chat is answered once, if its newest
 * message is young enough; else it is listed as waiting for a person. A pure decision.
 */
import type { Behaviour } from '../../../../src-shared/contract/instances.ts'
import type { StopCode } from '../../../../src-shared/contract/turn-state.ts'
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { TurnItem } from '../lanes/lane-item.ts'
import type { GatherWindow } from './gather-window.ts'

/** A burst that gets no answer from the agent, and wants one from a person. */
export interface LeftToPerson {
  code: Extract<StopCode, 'came_while_away' | 'number_stopped'>
  /** One plain sentence, for the trace. */
  reason: string
}

const MINUTE_MS = 60_000
/** A platform hands out what it kept in one go: this much silence ends it. */
const QUIET_MS = 1500
const MAX_MS = 30_000

type Policy = Pick<Behaviour, 'catchUp' | 'catchUpMinutes'>

/** The window in which what a chat brought while away becomes one turn, also where bursts are not gathered. */
export function missedWindow({ gatherWindowMs, gatherWindowMaxMs }: GatherWindow): GatherWindow {
  return { gatherWindowMs: Math.max(gatherWindowMs, QUIET_MS), gatherWindowMaxMs: Math.max(gatherWindowMaxMs, MAX_MS) }
}

/**
 * Why a burst whose newest message was missed is not answered; null if it is.
 * @param ageMs of its newest message when the hub got it
 */
export function leftToPerson({ catchUp, catchUpMinutes }: Policy, ageMs: number): string | null {
  if (catchUp === 'list') return 'It came while this computer was away: as set up, it is waiting for a person.'
  if (ageMs <= catchUpMinutes * MINUTE_MS) return null
  return `It came while this computer was away, ${Math.round(ageMs / MINUTE_MS)} minutes before it was seen: it is waiting for a person.`
}

/** Why a gathered burst is left to a person for its age; null if it is answered. */
export function missedFor(instance: RunningInstance, burst: readonly TurnItem[]): LeftToPerson | null {
  const newest = burst.reduce<TurnItem | undefined>((last, item) => (last && last.message.seq > item.message.seq ? last : item), undefined)
  if (newest === undefined || !newest.message.isMissed || burst[0]?.isAsked === true) return null
  const ageMs = Math.max(0, newest.receivedAtMs - Date.parse(newest.message.sentAt))
  const reason = leftToPerson(instance.record.behaviour, ageMs)
  return reason === null ? null : { code: 'came_while_away', reason }
}
