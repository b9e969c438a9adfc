import { describe, expect, it } from 'vitest'
import { agentRequest } from '../../../../test/support/agent-request.ts'
import type { AgentRequest } from '../../agents/port.ts'
import { type Asked, eligible } from './eligible.ts'

const said = (author: 'customer' | 'agent' | 'person', text: string) => ({ author, text, at: '2026-01-01T00:00:00.000Z' })
const message: Asked['messages'][number] = { kind: 'text', media: null, quote: null, text: 'x' }
const flags = { usesPersonalData: false, takesImages: false, summarizes: false, summaryProfileId: null }

function look(request: Partial<AgentRequest> = {}, asked: Partial<Asked> = {}) {
  const session = { name: 's', id: null, isNew: true }
  return eligible({
    messages: [message],
    request: agentRequest({ text: 'Do you have cake?', session, ...request }),
    profile: { flags },
    backend: { kind: 'openai', remembersNothing: true },
    isAsked: false,
    ...asked,
  })
}
const contextOf = (request: Partial<AgentRequest>, asked: Partial<Asked> = {}) => {
  const found = look(request, asked)
  return found.why === null ? found.context : null
}
const ongoing = { name: 's', id: null, isNew: false }

it('compares the normalised question', () => {
  expect(look()).toMatchObject({ why: null, question: 'do you have cake' })
})

describe('is not looked up', () => {
  it.each<[string, Partial<AgentRequest>, Partial<Asked>]>([
    ['with a file', {}, { messages: [message, { ...message, kind: 'image' }] }],
    ['with a quote', {}, { messages: [{ ...message, quote: { externalId: '1', text: 'a', authorName: null } }] }],
    ['of a place', {}, { messages: [{ ...message, kind: 'location' }] }],
    ['for an agent of personal answers', {}, { profile: { flags: { ...flags, usesPersonalData: true } } }],
    ['for the house agent', {}, { backend: { kind: 'house' } }],
    ['when a person asked for an answer', {}, { isAsked: true }],
    ['right after a picture', { session: ongoing, history: [{ ...said('customer', '[picture]'), pictures: [] }] }, {}],
    ['without words', { text: '🙂?' }, {}],
    ['of a long story', { text: 'a '.repeat(400) }, {}],
    ['with a phone number', { text: 'call +55 11 98765-4321' }, {}],
    ['with an address', { text: 'write to ana@example.com' }, {}],
    ['when an agent keeps its own memory', { session: ongoing }, { backend: { kind: 'hive' } }],
    ['beside a summary', { session: ongoing, summary: { text: 'She is Ana.', messageCount: 30 } }, {}],
    ['after a picture', { session: ongoing, history: [{ ...said('customer', 'this one'), pictures: [] }] }, {}],
    ['after more than two exchanges', { session: ongoing, history: Array(5).fill(said('customer', 'hi')) }, {}],
  ])('%s', (_, request, asked) => {
    expect(look(request, asked).why).toEqual(expect.any(String))
  })
})

describe('what was said before', () => {
  const greeted = [said('customer', 'Oi!'), said('agent', 'Hello, how can I help?')]
  it('must be the same, as far as it is told', () => {
    const same = contextOf({ session: ongoing, history: [said('customer', 'oi'), said('agent', 'hello, how can I help')] })
    expect(contextOf({ session: ongoing, history: greeted })).toBe(same)
    expect(contextOf({ session: ongoing, history: [...greeted.slice(0, 1), said('agent', 'Hello Ana!')] })).not.toBe(same)
    expect(contextOf({ session: ongoing, history: greeted.toReversed() })).not.toBe(same)
    expect(contextOf({ session: ongoing, history: [] })).not.toBe(same)
  })
  it('does not count in a new session, whatever the agent', () => {
    const none = contextOf({})
    expect(contextOf({ history: greeted }, { backend: { kind: 'hive' } })).toBe(none)
    expect(contextOf({ session: ongoing, history: [] })).toBe(none)
  })
})

describe('an agent that knows the time', () => {
  const at = (localTime: string, text = 'When do you open?') => ({ text, facts: { customer: {}, shop: { localTime } } })
  const morning = contextOf(at('2026-03-14T09:26:53-03:00'))
  it('answers for the part of the day', () => {
    expect(contextOf(at('2026-03-14T11:59:59-03:00'))).toBe(morning)
    expect(contextOf(at('2026-03-14T12:00:00-03:00'))).not.toBe(morning)
    expect(contextOf(at('2026-03-15T09:26:53-03:00'))).not.toBe(morning)
  })
  it.each(['Are you open?', 'Vocês estão abertos agora?', '¿Están abiertos?', 'Still there?'])(
    'answers at that moment alone: %s',
    (text) => {
      expect(look(at('2026-03-14T09:26:53-03:00', text)).why).toBe('The answer may be true at this moment alone.')
      expect(look({ text }).why).toBeNull()
    },
  )
  it.each(['What are your opening hours?', 'Que horas vocês abrem?', '¿A qué hora está abierto?'])('answers as ever: %s', (text) => {
    expect(look(at('2026-03-14T09:26:53-03:00', text)).why).toBeNull()
  })
})

it('depends on what else the agent is told of the shop', () => {
  const of = (openingHours: string) => contextOf({ facts: { customer: {}, shop: { openingHours } } })
  expect(of('9 to 5')).toBe(of('9 to 5'))
  expect(of('9 to 5')).not.toBe(of('9 to 6'))
})
