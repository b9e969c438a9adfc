import { expect, test } from 'vitest'
import { v1Fields, whatsappRecipients } from './recipients.ts'

const { identityOf, addressOf, isGroup } = whatsappRecipients

test('a person is known by a number as it is written, by a phone address or by a LID', () => {
  for (const given of [
    '15552223333',
    '+1 (555) 222-3333',
    '15552223333@s.whatsapp.net',
    '15552223333:7@s.whatsapp.net',
    '+15552223333@c.us',
  ])
    expect(identityOf(given), given).toEqual({ kind: 'phone', value: '15552223333' })
  expect(identityOf('915552223333@lid')).toEqual({ kind: 'lid', value: '915552223333' })
})

test('groups, channels and words name no person', () => {
  for (const given of ['120363025246125486@g.us', '120363025246125486@newsletter', 'status@broadcast', 'Ann', '', '@'])
    expect(identityOf(given), given).toBeNull()
})

test('a person is addressed by the phone, else by the LID', () => {
  const lid = { kind: 'lid', value: '915552223333' }
  expect(addressOf([lid, { kind: 'phone', value: '15552223333' }])).toBe('15552223333@s.whatsapp.net')
  expect(addressOf([lid])).toBe('915552223333@lid')
  expect(addressOf([])).toBeNull()
})

test('only a group is a group', () => {
  expect(isGroup?.('120363025246125486@g.us')).toBe(true)
  expect(isGroup?.('15552223333@s.whatsapp.net')).toBe(false)
})

test('v1 is told the name on the server, else that of the instance, and the account as an address', () => {
  expect(v1Fields.remoteName({ remoteName: 'branch' }, 'shop')).toBe('branch')
  expect(v1Fields.remoteName({ remoteName: '' }, 'shop')).toBe('shop')
  expect(v1Fields.ownerJid('+1 555 222 3333')).toBe('15552223333@s.whatsapp.net')
  expect(v1Fields.ownerJid('915552223333@lid')).toBe('915552223333@lid')
})
