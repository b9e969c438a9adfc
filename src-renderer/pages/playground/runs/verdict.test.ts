import { expect, test } from 'vitest'
import type { DryRun } from '../../../../src-shared/contract/playground.ts'
import { type Answer, asking } from './answer.ts'
import { countVerdicts, verdictOn, worstOf } from './verdict.ts'

const done = (outcome: DryRun['outcome'], ...wouldSend: string[]): Answer => ({
  state: 'done',
  run: { outcome, wouldSend } as DryRun,
})

test('an answer is the same, changed or failed', () => {
  expect(verdictOn('We open at nine.', undefined)).toBeNull()
  expect(verdictOn('We open at nine.', asking)).toBe('running')
  expect(verdictOn('We open\n\nat nine.', done('answered', 'We open', 'at nine.'))).toBe('same')
  expect(verdictOn('We open at nine.', done('answered', 'We open at ten.'))).toBe('changed')
  expect(verdictOn('Sorry', done('failed', 'Sorry'))).toBe('failed')
  expect(verdictOn('x', { state: 'refused', problem: null })).toBe('failed')
  expect(verdictOn('x', { state: 'stopped', agentName: '', text: 'x' })).toBe('stopped')
})

test('of several the one that asks for a look counts, and only all the same are the same', () => {
  expect(worstOf([])).toBeNull()
  expect(worstOf(['same', null])).toBeNull()
  expect(worstOf(['same', 'same'])).toBe('same')
  expect(worstOf(['same', 'changed', 'failed'])).toBe('failed')
  expect(worstOf(['failed', 'running'])).toBe('running')
  expect(countVerdicts(['same', 'same', 'failed', null])).toMatchObject({ same: 2, failed: 1, changed: 0 })
})
