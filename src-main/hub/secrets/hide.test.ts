import { describe, expect, it } from 'vitest'
import { hiderOf } from './hide.ts'

describe('hiding secrets', () => {
  it('takes every one out, however often it stands there', () => {
    expect(hiderOf(['secret-one', 'secret-two'])('key=secret-one, again secret-one; secret-two')).toBe(
      'key=[hidden], again [hidden]; [hidden]',
    )
  })
  it('finds one within JSON', () => {
    const secret = 'quote"back\\slash'
    expect(hiderOf([secret])(JSON.stringify({ apikey: secret }))).toBe('{"apikey":"[hidden]"}')
  })
  it('finds one within JSON that is quoted in JSON', () => {
    const secret = 'quote"back\\slash'
    const body = JSON.stringify({ apikey: secret })
    expect(hiderOf([secret])(JSON.stringify({ error: JSON.stringify({ body }) }))).not.toContain('slash')
  })
  it('leaves short values alone: they would be found everywhere', () => {
    expect(hiderOf(['test', '123', ''])('a test of 123')).toBe('a test of 123')
  })
})
