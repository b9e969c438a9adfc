/** When the next backup of a plan is due, by the clock of this machine. */
import type { BackupPlan } from '../../../../src-shared/contract/backups.ts'

const RETRY_MS = 3_600_000
const DAYS = { daily: 1, weekly: 7 } as const

export interface Tried {
  /** When the plan was made, or the newest good backup of it, in milliseconds. */
  since: number
  /** There is none yet: the first is made at the next hour that fits, also of a weekly plan. */
  isFirst: boolean
  /** Of the newest try, where that failed. */
  failedAt: number | null
}

/** In milliseconds; null: nothing is planned. What was missed while the computer was off is due at once. */
export function nextDue({ every, hour }: Pick<BackupPlan, 'every' | 'hour'>, { since, isFirst, failedAt }: Tried): number | null {
  if (every === 'off') return null
  // Not before the hour has come round: a full disk is looked at again in an hour, not for ever.
  if (failedAt !== null) return failedAt + RETRY_MS
  return hourAfter(since, hour, isFirst ? 1 : DAYS[every])
}

/** The first time after `since` that the clock shows this hour, and `days` - 1 days later. */
function hourAfter(since: number, hour: number, days: number): number {
  const at = new Date(since)
  at.setHours(hour, 0, 0, 0)
  if (at.getTime() <= since) at.setDate(at.getDate() + 1)
  at.setDate(at.getDate() + days - 1)
  // In the night when an hour is left out the clock shows the next one.
  return at.getTime()
}
