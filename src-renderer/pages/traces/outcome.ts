import type { TurnState } from '../../../src-shared/contract/traces.ts'

/** What a person wants to know of a turn: one that was handed over is not an answered one. */
export type TraceOutcome = TurnState | 'handedOver'

export function traceOutcome({ state, isHandedOver }: { state: TurnState; isHandedOver: boolean }): TraceOutcome {
  return state === 'completed' && isHandedOver ? 'handedOver' : state
}
