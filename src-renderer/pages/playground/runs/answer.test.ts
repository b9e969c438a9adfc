import { expect, test } from 'vitest'
import type { DryRunEvent } from '../../../../src-shared/contract/playground.ts'
import { type Answer, answerAfter, asking, saidIn } from './answer.ts'

const after = (...events: DryRunEvent[]) => events.reduce(answerAfter, asking)

test('an answer grows word by word, and a tool is named while it works', () => {
  const started: DryRunEvent = { type: 'started', id: '1', agentName: 'Sofia' }
  expect(after(started, { type: 'tool', name: 'calendar', status: 'started' })).toMatchObject({ agentName: 'Sofia', tool: 'calendar' })
  expect(
    after(started, { type: 'delta', text: 'Good ' }, { type: 'tool', name: 'calendar', status: 'started' }, { type: 'delta', text: 'day' }),
  ).toMatchObject({ text: 'Good day', tool: null })
})

test('what a failed try had said is void', () => {
  expect(after({ type: 'delta', text: 'half' }, { type: 'restarted' }, { type: 'delta', text: 'whole' })).toMatchObject({ text: 'whole' })
})

test('nothing changes an answer that has ended', () => {
  const stopped: Answer = { state: 'stopped', agentName: 'Sofia', text: 'half' }
  expect(answerAfter(stopped, { type: 'delta', text: ' more' })).toBe(stopped)
})

test('only what was said is remembered', () => {
  expect(saidIn(undefined)).toBeNull()
  expect(saidIn(asking)).toBeNull()
  expect(saidIn({ state: 'stopped', agentName: 'Sofia', text: 'half' })).toBe('half')
  expect(saidIn({ state: 'refused', problem: null })).toBeNull()
})
