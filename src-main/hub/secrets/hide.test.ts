import { describe, expect, it } from 'vitest'
import { hideValues } from './hide.ts'

describe('hiding secrets', () => {
  it('takes every one out, however often it stands there', () => {
    expect(hideValues('key=secret-one, again secret-one; secret-two', ['secret-one', 'secret-two'])).toBe(
      'key=[hidden], again [hidden]; [hidden]',
    )
  })
  it('finds one within JSON', () => {
    const secret = 'quote"back\\slash'
    expect(hideValues(JSON.stringify({ apikey: secret }), [secret])).toBe('{"apikey":"[hidden]"}')
  })
  it('leaves short values alone: they would be found everywhere', () => {
    expect(hideValues('a test of 123', ['test', '123', ''])).toBe('a test of 123')
  })
})
