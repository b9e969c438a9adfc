import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ControlWordGate, withoutControlWords } from './control-words.ts'

it('the end of a paragraph is passed on before the next begins', () => {
  const gate = new ControlWordGate()
  expect(['We open.', '\n\n', 'AUTO', 'matic doors.'].map((piece) => gate.pass(piece))).toEqual([
    'We open.',
    '\n\n',
    '',
    'AUTOmatic doors.',
  ])
})

it('whoever watches a stream sees no control word, and all that stands before it, however it is cut', () => {
  const line = fc.constantFrom('We open.', '', ' AUTO', '*AUTOMAGIK:ACCESS_DENIED*', 'The word AUTOMAGIK: is one.', '> A', 'AUTOMAGIK')
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), fc.array(fc.nat(), { maxLength: 8 }), (lines, points) => {
      const whole = lines.join('\n')
      const gate = new ControlWordGate()
      const at = [0, ...points.map((point) => point % (whole.length + 1)).sort((a, b) => a - b), whole.length]
      const shown = at.map((start, index) => gate.pass(whole.slice(start, at[index + 1] ?? whole.length))).join('')
      const right = withoutControlWords(whole)
      expect(shown).not.toContain('ACCESS_DENIED')
      // The end of a stream may be kept back: the final text has it.
      expect(right.startsWith(shown) || right.trimEnd() === shown.trimEnd()).toBe(true)
    }),
  )
})
