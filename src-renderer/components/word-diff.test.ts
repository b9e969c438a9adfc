import { expect, test } from 'vitest'
import { saysTheSame, wordDiff } from './word-diff.ts'

const marked = (before: string, after: string) =>
  wordDiff(before, after)
    .map(({ text, kind }) => (kind === 'same' ? text : kind === 'added' ? `+${text}+` : `-${text}-`))
    .join('')

test('whole words change, never letters within them', () => {
  expect(marked('We open at 9 on Saturday.', 'We open at 10 on Saturday.')).toBe('We open at -9-+10+ on Saturday.')
  expect(marked('Olá, tudo bem?', 'Olá, tudo certo?')).toBe('Olá, tudo -bem-+certo+?')
})

test('both sides can be read off it', () => {
  const [before, after] = ['one two three', 'one 2 three four']
  const parts = wordDiff(before, after)
  const side = (kind: string) => parts.flatMap((part) => (part.kind === 'same' || part.kind === kind ? [part.text] : [])).join('')
  expect([side('removed'), side('added')]).toEqual([before, after])
})

test('nothing before or after is all added or removed', () => {
  expect(marked('', 'hello')).toBe('+hello+')
  expect(marked('hello', '')).toBe('-hello-')
  expect(wordDiff('', '')).toEqual([])
})

test('two long texts without a word in common differ as a whole', () => {
  const words = (prefix: string) => Array.from({ length: 9000 }, (_, n) => `${prefix}${n}`).join(' ')
  expect(wordDiff(words('a'), words('b')).filter(({ kind }) => kind !== 'same').length).toBeLessThanOrEqual(2)
})

test('line breaks alone do not make another answer', () => {
  expect(saysTheSame('We open\n\nat nine. ', 'We open at nine.')).toBe(true)
  expect(saysTheSame('We open at nine.', 'We open at ten.')).toBe(false)
})
