import { expect, it } from 'vitest'
import { addressIn } from './printed-address.ts'

it('finds the address that a service gives, whatever it is coloured with', () => {
  expect(addressIn('ab12.lhr.life tunneled with tls termination, https://ab12.lhr.life')).toBe('https://ab12.lhr.life')
  expect(addressIn('\u001b[32mForwarding HTTP traffic from https://Shop.serveo.test\u001b[0m')).toBe('https://shop.serveo.test')
  expect(addressIn('  https://ab12.a.free.pinggy.test/')).toBe('https://ab12.a.free.pinggy.test')
})

it('takes none of the links of a greeting for it', () => {
  for (const line of [
    'To set up and manage custom domains go to https://admin.localhost.run/',
    'https://localhost.run/docs/',
    'Follow your favourite reverse tunnel at [https://twitter.com/localhost_run].',
    'http://ab12.a.free.pinggy.test',
    'tunneled with tls termination, http://evil.test',
    '',
  ])
    expect([line, addressIn(line)]).toEqual([line, null])
})
