/** The pauses of a number: its messages leave one after the other, with a pause drawn anew each time. */

export interface PauseRange {
  pauseMinMs: number
  pauseMaxMs: number
}

export interface Pace {
  /** How long the next message of this number has to wait, in milliseconds. Its place is taken: the one after waits longer. */
  take(number: string, nowMs: number, range: PauseRange): number
}

/** @param random 0 (included) to 1 (not included) */
export function createPace(random: () => number): Pace {
  const nextAt = new Map<string, number>()
  return {
    take(number, nowMs, { pauseMinMs, pauseMaxMs }) {
      const at = Math.max(nowMs, nextAt.get(number) ?? 0)
      nextAt.set(number, at + pauseMinMs + random() * Math.max(0, pauseMaxMs - pauseMinMs))
      return at - nowMs
    },
  }
}
