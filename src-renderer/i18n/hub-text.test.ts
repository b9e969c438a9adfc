import i18next from 'i18next'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { en } from './en/index.ts'
import { es } from './es/index.ts'
import { hubText } from './hub-text.ts'
import { ptBR } from './pt-BR/index.ts'

// Other files of this process speak, too.
afterAll(() => i18next.changeLanguage('en'))

beforeEach(() => i18next.init({ lng: 'en', resources: { en, es, 'pt-BR': ptBR }, interpolation: { escapeValue: false } }))

const said = async (language: string, sentence: string): Promise<string> => {
  await i18next.changeLanguage(language)
  return hubText(sentence)
}

it('writes measured numbers as the language does', async () => {
  const sentence = 'Stored durably 14.3 ms after it came.'
  expect(await said('en', sentence)).toBe(sentence)
  expect(await said('es', sentence)).toBe('Guardado de forma segura 14,3 ms después de llegar.')
  expect(await said('pt-BR', sentence)).toBe('Gravada com segurança 14,3 ms depois de chegar.')
})

it('leaves the points of everything else alone', async () => {
  expect(await said('es', '"10.0.0.7" is not the name of a host.')).toContain('"10.0.0.7"')
})

it('says in each language what is wrong with a setting of the process', async () => {
  const sentence = 'The setting "AUTOMAGIK_OMNI_API_KEY" is not valid. The key needs at least 8 characters.'
  expect(await said('pt-BR', sentence)).toBe(
    'A configuração "AUTOMAGIK_OMNI_API_KEY" não é válida. A chave precisa de pelo menos 8 caracteres.',
  )
  expect(await said('es', sentence)).toBe('El ajuste "AUTOMAGIK_OMNI_API_KEY" no es válido. La clave necesita al menos 8 caracteres.')
})
