import { expect, it } from 'vitest'
import { isPublicAddress } from './public-address.ts'

it.each(['93.184.216.34', '1.1.1.1', '172.32.0.1', '192.169.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])('goes to %s', (address) =>
  expect(isPublicAddress(address, ['192.168.1.5'])).toBe(true),
)

it.each([
  ...['127.0.0.1', '127.1.2.3', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1'],
  ...['192.0.0.8', '198.18.0.1', '203.0.113.9', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
  ...[
    '::',
    '::1',
    'fe80::1',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
  ],
  ...['2001:db8::1', '::127.0.0.1', 'fec0::1', 'localhost', '', 'example.com'],
])('does not go to %s', (address) => expect(isPublicAddress(address, [])).toBe(false))

it('does not go to an address of its own', () => {
  expect(isPublicAddress('93.184.216.34', ['93.184.216.34'])).toBe(false)
  expect(isPublicAddress('::ffff:93.184.216.34', ['93.184.216.34'])).toBe(false)
  expect(isPublicAddress('2606:4700:0:0::1111', ['2606:4700::1111'])).toBe(false)
})
