import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { isSameSecret } from './same-secret.ts'

const SECRET = 'q7Zk-not-to-be-guessed'

describe('a secret that is given', () => {
  afterEach(() => {
    vi.restoreAllMocks()
    syncBuiltinESMExports()
  })

  it('is the same only if all of it is', () => {
    expect(isSameSecret(SECRET, SECRET)).toBe(true)
    for (let at = 0; at < SECRET.length; at += 1) {
      const wrong = `${SECRET.slice(0, at)}#${SECRET.slice(at + 1)}`
      expect(isSameSecret(wrong, SECRET), wrong).toBe(false)
    }
  })

  it.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['its beginning', SECRET.slice(0, -1)],
    ['more than it', `${SECRET}x`],
    ['it in other case', SECRET.toUpperCase()],
    ['as many characters, but more bytes', `${SECRET.slice(0, -1)}ü`],
    ['a list with it, as of a header that came twice', [SECRET]],
  ])('is refused where it is %s', (_title, given) => {
    expect(isSameSecret(given, SECRET)).toBe(false)
  })

  it('of the right length is compared in constant time', () => {
    const compare = vi.spyOn(crypto, 'timingSafeEqual')
    syncBuiltinESMExports()
    expect(isSameSecret('#'.repeat(SECRET.length), SECRET)).toBe(false)
    expect(compare).toHaveBeenCalledTimes(1)
  })
})
