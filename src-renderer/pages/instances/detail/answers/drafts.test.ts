import { expect, test } from 'vitest'
import { routingSchema } from '../../../../../src-shared/contract/routing.ts'
import { agentsOf, isComplete, lacksModel, newFixedAnswer, topicsOf } from './drafts.ts'

test('a fixed answer is complete with a name, a text, and a phrase or a topic', () => {
  const whole = { ...newFixedAnswer(), name: 'Hours', text: 'Nine.', phrases: ['opening hours'] }
  expect(isComplete(whole)).toBe(true)
  expect(isComplete({ ...whole, phrases: [], topic: 'Hours' })).toBe(true)
  for (const part of [{ name: ' ' }, { text: '\n' }, { phrases: [] }]) expect(isComplete({ ...whole, ...part })).toBe(false)
})

test('who tells how alike questions are needs a model', () => {
  expect(lacksModel({ profileId: 'a', model: ' ', threshold: 0.9 })).toBe(true)
  expect(lacksModel({ profileId: 'a', model: 'small', threshold: 0.9 })).toBe(false)
  expect(lacksModel({ profileId: null, model: '', threshold: 0.9 })).toBe(false)
})

test('topics and agents come from the rules, each once', () => {
  const routing = routingSchema.parse({
    rules: [
      { id: '1', when: { kind: 'intent', intent: 'Delivery', words: [] }, agentProfileId: 'b' },
      { id: '2', when: { kind: 'intent', intent: 'Delivery', words: [] }, agentProfileId: 'a' },
      { id: '3', when: { kind: 'prefix', prefix: '!' }, agentProfileId: 'c', isOn: false },
    ],
  })
  expect(topicsOf(routing)).toEqual(['Delivery'])
  expect(agentsOf(routing, 'a')).toEqual(['a', 'b'])
})
