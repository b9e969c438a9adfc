import { expect, it } from 'vitest'
import { driver } from './driver.ts'

const keyOf = (url: string, remoteName = '', instanceName = 'shop') =>
  driver.accountKey?.(driver.parseSettings({ url, remoteName }), instanceName)

it.each([
  ['http://localhost:8080', 'http://127.0.0.1:8080'],
  ['http://localhost:8080', 'http://[::1]:8080/'],
  ['http://localhost:8080', 'http://LocalHost:8080/manager'],
  ['http://localhost:8080', 'http://127.1:8080/manager/'],
  ['http://localhost:8080', 'http://[::ffff:127.0.0.1]:8080'],
  ['http://evo.example', 'http://EVO.example:80/'],
  ['https://evo.example', 'https://evo.example.:443//'],
  ['https://evo.example/api', 'https://evo.example/api/manager/'],
])('%s and %s are the same server', (one, other) => {
  expect(keyOf(one)).toBe(keyOf(other))
})

it.each([
  ['http://localhost:8080', 'http://localhost:8081'],
  ['http://evo.example', 'https://evo.example'],
  ['https://evo.example/a', 'https://evo.example/b'],
  ['http://127.0.0.1', 'http://127.0.0.1.example'],
])('%s and %s are two servers', (one, other) => {
  expect(keyOf(one)).not.toBe(keyOf(other))
})

it("an empty remote name is the instance's own", () => {
  expect(keyOf('http://a', '', 'shop')).toBe(keyOf('http://a', 'shop', 'other'))
  expect(keyOf('http://a', '', 'shop')).not.toBe(keyOf('http://a', '', 'other'))
})

it('an address with a user and password is refused', () => {
  expect(() => keyOf('http://me:pw@localhost:8080')).toThrow(/user and password/)
})
