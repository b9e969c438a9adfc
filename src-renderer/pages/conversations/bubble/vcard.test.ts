import { expect, test } from 'vitest'
import { readVcard } from './vcard.ts'

test('a card has its numbers, addresses and organisation, however it is written', () => {
  const card = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    'FN:Carla Dias',
    'ORG:Padaria Sol;Vendas',
    'item1.TEL;type=CELL;waid=5511988887777:+55 11 98888-7777',
    'TEL:(11) 3333-2222',
    'EMAIL;TYPE=work:carla@sol.exam',
    ' ple',
    'ADR;TYPE=work:;;Rua das Flores\\, 10;Santos;;11000;Brasil',
    'END:VCARD',
  ].join('\r\n')
  expect(readVcard(card)).toEqual({
    numbers: [
      { text: '+55 11 98888-7777', digits: '5511988887777' },
      { text: '(11) 3333-2222', digits: null },
    ],
    emails: ['carla@sol.example'],
    organisation: 'Padaria Sol, Vendas',
    address: 'Rua das Flores, 10, Santos, 11000, Brasil',
  })
})

test('what is no card carries nothing', () => {
  for (const vcard of [null, '', 'hello', 'TEL:', ':::', 'TEL;;;'.repeat(5000)])
    expect(readVcard(vcard)).toEqual({ numbers: [], emails: [], organisation: null, address: null })
})
