import { expect, test } from 'vitest'
import type { Route } from '../../../../../src-shared/contract/routing.ts'
import { emptyWhen, isComplete, moved, WHEN_KINDS } from './drafts.ts'

const rule = (id: string, more: Partial<Route> = {}): Route => ({
  id,
  isOn: true,
  agentProfileId: 'a',
  when: emptyWhen('schedule'),
  ...more,
})

test('a rule that says nothing yet is not complete; hours have a beginning that does', () => {
  const complete = WHEN_KINDS.filter((kind) => isComplete(rule('r', { when: emptyWhen(kind) })))
  expect(complete).toEqual(['schedule'])
  expect(isComplete(rule('r', { agentProfileId: '' }))).toBe(false)
})

test('a rule moves by one place and stays within the list', () => {
  const rules = ['a', 'b', 'c'].map((id) => rule(id))
  const ids = (list: Route[]) => list.map(({ id }) => id).join('')
  expect(ids(moved(rules, 0, 1))).toBe('bac')
  expect(ids(moved(rules, 2, 1))).toBe('acb')
  expect(ids(moved(rules, 0, -1))).toBe('abc')
  expect(ids(moved(rules, 2, 3))).toBe('abc')
})
