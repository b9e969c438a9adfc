import { describe, expect, it } from 'vitest'
import { tellTheSame } from './telling-words.ts'

describe('are never taken for the same question', () => {
  it.each([
    ['Where is order 17?', 'Where is order 18?'],
    ['Table for 2 at 17:30', 'Table for 2 at 17.30'],
    ['From 2 to 3', 'From 3 to 2'],
    ['Price of the A17', 'Price of the A18'],
    ['Are you open on Saturday?', 'Are you open on Sunday?'],
    ['Vocês abrem sábado?', 'Vocês abrem domingo?'],
    ['¿Abren hoy?', '¿Abren mañana?'],
    ['Cake with nuts', 'Cake without nuts'],
    ["Don't you deliver?", 'Do you deliver?'],
    ['A box of six', 'A box of twelve'],
    ['When do you open?', 'When do you close?'],
    ['Do you deliver cakes?', 'Can I pick up cakes?'],
    ['٣ bolos', '٤ bolos'],
    ['1/2 kg', '12 kg'],
  ])('%s / %s', (a, b) => {
    expect(tellTheSame(a, b)).toBe(false)
  })
})

describe('may be the same question', () => {
  it.each([
    ['Do you deliver on Saturday?', 'Is there delivery on Saturday?'],
    ['Quanto custa o bolo de 2 kg?', 'Qual é o preço do bolo de 2 kg?'],
    ['Where are you?', 'What is your address?'],
    ['When do you open?', 'What are your opening hours?'],
    ['Horário de funcionamento?', 'Que horas vocês abrem?'],
  ])('%s / %s', (a, b) => {
    expect(tellTheSame(a, b)).toBe(true)
  })
})
