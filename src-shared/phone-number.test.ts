import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { phoneDigits } from './phone-number.ts'

describe('a phone number as people write it', () => {
  it.each([
    ['5511987654321', '5511987654321'],
    ['+55 (11) 98765-4321', '5511987654321'],
    ['0055 11 98765-4321', '5511987654321'],
    ['+49 (0) 30 1234567', '49301234567'],
    ['+49(0)30/1234567', '49301234567'],
    ['0049 (0)30 1234567', '49301234567'],
    ['+44 [0] 20-7946-0000', '442079460000'],
    ['+55 (011) 98765-4321', '5511987654321'],
    ['0055 (011) 98765-4321', '5511987654321'],
    ['55 (011) 98765-4321', '5511987654321'],
    ['+44 (020) 7946 0000', '442079460000'],
    ['+39 (06) 1234 5678', '390612345678'],
    ['+225 (07) 07 12 34 56', '2250707123456'],
    ['(011) 98765-4321', '011987654321'],
    ['\u202a+55 11 98765\u20114321\u202c', '5511987654321'],
    ['+55\u00a011\u202f98765\u20134321', '5511987654321'],
    ['+1.555.222.3333', '15552223333'],
    ['\u200b15552223333\ufeff', '15552223333'],
    ['＋５５ １１ ９８７６５－４３２１', '5511987654321'],
    ['+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧', '966501234567'],
    ['tel:+1-555-222-3333', '15552223333'],
    ['+00 55 11 98765 4321', '5511987654321'],
  ])('%j has the digits %s', (text, digits) => {
    expect(phoneDigits(text)).toBe(digits)
  })

  it.each(['', ' ', '+', 'Ann', '555-CAKE', '+1 555 222 3333 ext. 5', '12+34', 'x@y', '--', '()'])('%j is none', (text) => {
    expect(phoneDigits(text)).toBeNull()
  })

  it('keeps a prefix of zeros that nothing follows, which stands in rules', () => {
    expect(phoneDigits('00')).toBe('00')
    expect(phoneDigits('0')).toBe('0')
  })

  it('is the same whatever separators stand between its digits', () => {
    const separator = fc.constantFrom('', ' ', '-', '\u2011', '.', '\u00a0', '\u200e', '/')
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9]\d{6,13}$/), fc.array(separator, { minLength: 15, maxLength: 15 }), (number, between) => {
        const written = [...number].map((digit, index) => digit + (between[index] ?? '')).join('')
        expect(phoneDigits(`+${written}`)).toBe(number)
      }),
    )
  })
})
