import { describe, expect, it } from 'vitest'
import { personName } from './person-name.ts'

const own = { phone: '15550001111', lid: null, name: 'Padaria Sol' }

describe('what a person is called', () => {
  it.each(['Maria', '~Ann', '3M', 'Room 101', 'Tuca', '🎂', '.', 'You & Me', '24h'])('%j is a name', (name) => {
    expect(personName([name], own)).toBe(name)
  })

  it.each([
    '15561110005',
    '+55 11 98765-4321',
    '55 11 98765\u20114321',
    '999888777666555',
    '15561110005@s.whatsapp.net',
    '999888777666555@lid',
    'Você',
    'você',
    'You',
    'padaria sol',
    '',
    ' ',
    null,
    undefined,
    7,
  ])('%j is none', (name) => {
    expect(personName([name], own)).toBeNull()
  })

  it('takes the next field where the first holds none', () => {
    expect(personName(['15561110005', 'Maria'], own)).toBe('Maria')
  })

  it('takes every name while the own one is not known', () => {
    expect(personName(['Padaria Sol'], { phone: null, lid: null })).toBe('Padaria Sol')
  })
})
