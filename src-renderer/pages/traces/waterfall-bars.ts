import type { TraceStep } from '../../../src-shared/contract/traces.ts'

export interface WaterfallBar {
  step: TraceStep
  /** Both as shares of the whole width, 0 to 1. */
  start: number
  width: number
  isLongest: boolean
}

/** So that a step of a millisecond next to one of a minute can still be seen. */
const THINNEST = 0.006

/** Where the bars of a trace stand. The whole width is the end of the last step. */
export function waterfall(steps: TraceStep[]): WaterfallBar[] {
  const totalMs = Math.max(1, ...steps.map((step) => step.offsetMs + step.durationMs))
  const longestMs = Math.max(0, ...steps.map((step) => step.durationMs))
  const longest = steps.find((step) => step.durationMs === longestMs)
  return steps.map((step) => {
    const width = Math.max(THINNEST, step.durationMs / totalMs)
    return { step, start: Math.min(step.offsetMs / totalMs, 1 - width), width, isLongest: step === longest && steps.length > 1 }
  })
}
