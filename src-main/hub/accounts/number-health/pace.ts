/** The pauses of a number: its messages leave one after the other, with a pause drawn new each time. */

export interface PauseRange {
  pauseMinMs: number
  pauseMaxMs: number
}

export interface Pace {
  /** How long the next message of this number has to wait, in milliseconds. */
  waitMs(number: string, nowMs: number): number
  /** A message leaves now: the one after waits. */
  leave(number: string, nowMs: number, range: PauseRange): void
}

/** @param random 0 (included) to 1 (not included) */
export function createPace(random: () => number): Pace {
  const nextAt = new Map<string, number>()
  return {
    waitMs: (number, nowMs) => Math.max(0, (nextAt.get(number) ?? 0) - nowMs),
    leave(number, nowMs, { pauseMinMs, pauseMaxMs }) {
      nextAt.set(number, nowMs + pauseMinMs + random() * Math.max(0, pauseMaxMs - pauseMinMs))
    },
  }
}
