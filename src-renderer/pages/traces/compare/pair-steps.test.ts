import { expect, test } from 'vitest'
import type { TraceStep } from '../../../../src-shared/contract/traces.ts'
import { pairSteps } from './pair-steps.ts'

const step = (stage: TraceStep['stage'], durationMs: number): TraceStep => ({ stage, status: 'ok', offsetMs: 0, durationMs, detail: '' })

test('the same steps stand beside each other, with what the second took longer', () => {
  expect(pairSteps([step('receive', 2), step('think', 1000)], [step('receive', 3), step('think', 400)])).toMatchObject([
    { stage: 'receive', differenceMs: 1 },
    { stage: 'think', differenceMs: -600 },
  ])
})

test('a step that only one of them has stands alone in its place', () => {
  expect(pairSteps([step('receive', 2)], [step('receive', 2), step('deliver', 9), step('think', 5)])).toMatchObject([
    { stage: 'receive' },
    { stage: 'think', before: null, differenceMs: null },
    { stage: 'deliver', before: null },
  ])
})

test('steps that were done twice are paired in their order', () => {
  const pairs = pairSteps([step('deliver', 1), step('deliver', 2)], [step('deliver', 5)])
  expect(pairs.map(({ before, after }) => [before?.durationMs, after?.durationMs])).toEqual([
    [1, 5],
    [2, undefined],
  ])
})
