/** Writes down what each stage did to a turn, for its trace. */
import type { Stage, TraceStep } from '../../../../src-shared/contract/traces.ts'
import type { TurnItem } from './lane-item.ts'

/** Starts the clock of a stage; call the result when it is over. `startedAt`: `performance.now()`, if it began earlier. */
export function beginStep(
  item: TurnItem,
  stage: Stage,
  startedAt: number = performance.now(),
): (status: TraceStep['status'], detail: string) => void {
  return (status, detail) => {
    const step: TraceStep = {
      stage,
      status,
      offsetMs: round(startedAt - item.receivedTick),
      durationMs: round(performance.now() - startedAt),
      detail,
    }
    item.steps.push(step)
  }
}

/** To a tenth of a millisecond, and never negative (recovered turns start their clock again). */
export const round = (ms: number) => Math.max(0, Math.round(ms * 10) / 10)
