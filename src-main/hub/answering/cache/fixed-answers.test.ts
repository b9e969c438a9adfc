import { describe, expect, it } from 'vitest'
import { type FixedAnswer, fixedAnswerSchema } from '../../../../src-shared/contract/answer-cache.ts'
import { fixedAnswerFor, fixedAnswerOnTopic, tryFixedAnswers } from './fixed-answers.ts'

const fixed = (name: string, phrases: string[], more: Partial<FixedAnswer> = {}): FixedAnswer =>
  fixedAnswerSchema.parse({ id: name, name, phrases, text: `Text of ${name}.`, ...more })
const hours = fixed('hours', ['opening hours', 'when do you open', 'horário de funcionamento', 'que horas abre', 'horario de atención'])
const address = fixed('address', ['address', 'endereço', 'dirección'])
const given = (text: string, list = [hours, address]) => fixedAnswerFor(list, text)?.answer.name ?? null

describe('a fixed answer is given to a message that asks for it and nothing else', () => {
  it.each([
    ['Opening hours?', 'hours'],
    ['hi! what are your opening hours please 🙂', 'hours'],
    ['Good morning, could you tell me the opening hours of the shop?', 'hours'],
    ['When do you OPEN', 'hours'],
    ['Oi, bom dia! Qual é o horário de funcionamento da loja, por favor?', 'hours'],
    ['que horas abre', 'hours'],
    ['Hola, ¿cuál es el horario de atencion?', 'hours'],
    ['Qual o endereco de vocês?', 'address'],
  ])('%s', (text, name) => {
    expect(given(text)).toBe(name)
  })
})

describe('a longer, more particular message goes to the agent', () => {
  it.each([
    'What are your opening hours on Christmas Eve?',
    'When do you open tomorrow?',
    'Opening hours on 24/12?',
    'What are your opening hours and do you have gluten-free cake?',
    'Opening hours and address?',
    'Your opening hours are not on the door',
    'Que horas abre no domingo?',
    'Quero mudar o endereço do meu pedido',
    'Reopening hours?',
    '',
  ])('%s', (text) => {
    expect(given(text)).toBeNull()
  })
})

it('the first that fits is given, and none that is switched off', () => {
  const other = fixed('other', ['opening hours'])
  expect(given('opening hours', [other, hours])).toBe('other')
  expect(given('opening hours', [{ ...other, isOn: false }, hours])).toBe('hours')
})

describe('a topic', () => {
  const topical = fixed('delivery', [], { topic: 'Delivery' })
  it('has its answer for a short message', () => {
    expect(fixedAnswerOnTopic([hours, topical], 'delivery', 'Do you bring it to my house?')?.answer.name).toBe('delivery')
  })
  it('leaves long messages, numbers and other topics to the agent', () => {
    expect(fixedAnswerOnTopic([topical], 'Delivery', 'Where is order 17?')).toBeNull()
    expect(
      fixedAnswerOnTopic([topical], 'Delivery', 'I live out in the country past the old bridge, could somebody bring it there?'),
    ).toBeNull()
    expect(fixedAnswerOnTopic([topical], 'Billing', 'Do you bring it?')).toBeNull()
  })
})

it('says why a message gets none', () => {
  expect(tryFixedAnswers([hours], 'opening hours?')).toMatchObject({ id: 'hours' })
  expect(tryFixedAnswers([hours], 'opening hours at Easter?').explanation).toBe(
    'It says more than "opening hours" (easter), so it goes on to the agent.',
  )
  expect(tryFixedAnswers([hours], 'Do you have cake?')).toEqual({
    id: null,
    explanation: 'None of the phrases is in it, so it goes on to the agent.',
  })
})
