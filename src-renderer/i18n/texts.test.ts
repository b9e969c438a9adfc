import { expect, test } from 'vitest'
import { en } from './en/index.ts'
import { es } from './es/index.ts'
import { ptBR } from './pt-BR/index.ts'

const holes = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort()

function texts(language: Record<string, object>): [string, string][] {
  return Object.entries(language).flatMap(([namespace, group]) =>
    Object.entries(group as Record<string, string>).map(([key, text]): [string, string] => [`${namespace}:${key}`, text]),
  )
}

const english = new Map(texts(en))

test.each([
  ['pt-BR', ptBR],
  ['es', es],
])('every %s text translates an English one and keeps its placeholders', (_code, language) => {
  for (const [key, text] of texts(language)) {
    expect(english.has(key), key).toBe(true)
    expect(holes(text), key).toEqual(holes(english.get(key) ?? ''))
  }
})

test('no English text is empty', () => {
  for (const [key, text] of english) expect(text.trim(), key).not.toBe('')
})
