import { expect, test } from 'vitest'
import type { AgentSettings } from '../../../src-shared/contract/instances.ts'
import { type AgentDraft, agentProblem, agentUpdate } from './draft.ts'

function draft(agent: Partial<AgentSettings>, rest: Partial<AgentDraft> = {}): AgentDraft {
  return {
    agent: { kind: 'house', url: '', agentId: 'default', shape: 'auto', timeoutMs: 60_000, ...agent },
    house: { greeting: '', openingHours: '', address: '', priceList: '', handover: '', faqs: [] },
    apiKey: '',
    ...rest,
  }
}

test('an untouched key is left as it is saved', () => {
  expect(agentUpdate(draft({}))).not.toHaveProperty('agentApiKey')
  expect(agentUpdate(draft({}, { apiKey: ' k1 ' }))).toMatchObject({ agentApiKey: 'k1' })
})

test('half-filled questions are not saved', () => {
  const faqs = [
    { question: 'Do you deliver?', answer: 'Yes.' },
    { question: ' ', answer: 'Lost' },
    { question: 'And this?', answer: '' },
  ]
  const house = { ...draft({}).house, faqs }
  expect(agentUpdate(draft({}, { house })).house.faqs).toEqual([faqs[0]])
})

test('a server needs a full address, the house agent needs none', () => {
  expect(agentProblem(draft({ kind: 'house' }))).toBeNull()
  expect(agentProblem(draft({ kind: 'automagik', url: 'agents.example.com' }))).toBe('fieldUrl')
  expect(agentProblem(draft({ kind: 'automagik', url: ' https://agents.example.com ' }))).toBeNull()
})
