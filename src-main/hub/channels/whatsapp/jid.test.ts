import { describe, expect, it } from 'vitest'
import { OmniError } from '../../../../src-shared/errors.ts'
import { chatIdFor, isSameNumber, parseJid, personOf } from './jid.ts'

describe('a recipient as REST clients write it', () => {
  it.each([
    ['15552223333', '15552223333@s.whatsapp.net'],
    ['+55 (11) 98765-4321', '5511987654321@s.whatsapp.net'],
    ['5511987654321@s.whatsapp.net', '5511987654321@s.whatsapp.net'],
    ['5511987654321:14@S.WhatsApp.net', '5511987654321@s.whatsapp.net'],
    ['5511987654321@c.us', '5511987654321@s.whatsapp.net'],
    ['915552223333@lid', '915552223333@lid'],
    ['120363000000000001@g.us', '120363000000000001@g.us'],
    ['120363000000000001', '120363000000000001@g.us'],
    ['5511987654321-1415646286', '5511987654321-1415646286@g.us'],
    // Eleven digits and fewer once had Brazil's 55 put before them.
    ['2025550123', '2025550123@s.whatsapp.net'],
    ['62812345678', '62812345678@s.whatsapp.net'],
    ['0055 11 98765-4321', '5511987654321@s.whatsapp.net'],
    ['+49 (0) 30 1234567', '49301234567@s.whatsapp.net'],
    ['\u202a+55 11 98765\u20114321\u202c', '5511987654321@s.whatsapp.net'],
  ])('%s is the chat %s', (recipient, chat) => {
    expect(chatIdFor(recipient)).toBe(chat)
  })

  it.each([
    '',
    'Ann',
    '12',
    '1234567890123456',
    'x@evil.example',
    'status@broadcast',
    '@s.whatsapp.net',
    '12@s.whatsapp.net',
    '011 98765-4321',
  ])('%s is refused', (recipient) => {
    expect(() => chatIdFor(recipient)).toThrow(OmniError)
  })
})

describe('addresses', () => {
  it('are read without their device, and not from anything else', () => {
    expect(parseJid('15552223333_1:5@s.whatsapp.net')).toEqual({
      kind: 'phone',
      user: '15552223333',
      address: '15552223333@s.whatsapp.net',
    })
    for (const value of [null, 7, {}, '', 'x', 'a@b@c', `${'1'.repeat(200)}@lid`]) expect(parseJid(value)).toBeNull()
    expect(parseJid('constructor@constructor')?.kind).toBe('other')
  })

  it('of one person come together whatever field they are in', () => {
    expect(personOf([undefined, '1234567@lid', '5511987654321@s.whatsapp.net'])).toEqual({ phone: '5511987654321', lid: '1234567' })
  })

  it('are the same number with and without the ninth digit, and otherwise not', () => {
    expect(isSameNumber('5531987654321', '553187654321')).toBe(true)
    expect(isSameNumber('5531987654321', '5531987654322')).toBe(false)
    expect(isSameNumber('15552223333', '445552223333')).toBe(false)
  })
})
