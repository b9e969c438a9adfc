import type { TraceStep } from '../../../../src-shared/contract/traces.ts'

export interface StepPair {
  stage: TraceStep['stage']
  before: TraceStep | null
  after: TraceStep | null
  /** How much longer the second took; null when only one of them has the step. */
  differenceMs: number | null
}

const ORDER: TraceStep['stage'][] = ['receive', 'admit', 'gather', 'media_text', 'route', 'recall', 'answer_cache', 'think', 'deliver']

/** The steps of two traces beside each other: the first `think` of one beside the first of the other, and so on. */
export function pairSteps(before: TraceStep[], after: TraceStep[]): StepPair[] {
  return ORDER.flatMap((stage) => {
    const [first, second] = [before, after].map((steps) => steps.filter((step) => step.stage === stage))
    const count = Math.max(first?.length ?? 0, second?.length ?? 0)
    return Array.from({ length: count }, (_, index): StepPair => {
      const [a, b] = [first?.[index] ?? null, second?.[index] ?? null]
      return { stage, before: a, after: b, differenceMs: a && b ? b.durationMs - a.durationMs : null }
    })
  })
}
