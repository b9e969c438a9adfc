import { expect, test } from 'vitest'
import { languageFor } from './languages.ts'

test('the panel speaks the first of the system’s languages that it knows', () => {
  expect(languageFor(['pt-BR', 'en-US'])).toBe('pt-BR')
  expect(languageFor(['de-DE', 'es-MX', 'en'])).toBe('es')
  expect(languageFor(['pt-PT'])).toBe('pt-BR')
  expect(languageFor(['PT-br'])).toBe('pt-BR')
})

test('it speaks English to everyone else', () => {
  expect(languageFor(['de-DE', 'fr'])).toBe('en')
  expect(languageFor([])).toBe('en')
})
