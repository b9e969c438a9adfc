import { expect, test } from 'vitest'
import { isVisible } from './visible-text.ts'

test.each(['', '  \n', '\u00a0', '\u200b\u2060\ufeff', '\u2067\u2069', '\u3164\u115f', '\u2800', '\u0000\t', '\ufe0f'])(
  'nobody sees anything of %j',
  (text) => {
    expect(isVisible(text)).toBe(false)
  },
)

test.each(['a', '.', '\u200bOi', '🥖', '❤️', '営業中'])('a person sees %j', (text) => {
  expect(isVisible(text)).toBe(true)
})
