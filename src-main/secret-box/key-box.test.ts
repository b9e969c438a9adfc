import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { keyBox, passphraseBox } from './key-box.ts'

const boxes = [
  ['a key', () => keyBox('a', Buffer.alloc(32, 7)), () => keyBox('a', Buffer.alloc(32, 8))],
  ['a passphrase', () => passphraseBox('a', 'correct horse'), () => passphraseBox('a', 'wrong horse')],
] as const

describe.each(boxes)('a secret box with %s', (_name, box, other) => {
  it('gives back what it wrapped, also after a restart', async () => {
    const secret = randomBytes(32)
    const wrapped = await box().wrap(secret)
    expect(Buffer.from(await box().unwrap(wrapped))).toEqual(secret)
    expect(Buffer.from(wrapped).includes(secret)).toBe(false)
  })

  it('never wraps the same secret the same way twice', async () => {
    expect(await box().wrap(Buffer.alloc(32))).not.toEqual(await box().wrap(Buffer.alloc(32)))
  })

  it('refuses what another key wrapped, in plain words', async () => {
    await expect(other().unwrap(await box().wrap(Buffer.alloc(32)))).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('another key'),
    })
  })

  it('refuses bytes that were changed or cut', async () => {
    const wrapped = Buffer.from(await box().wrap(Buffer.alloc(32)))
    const changed = Buffer.from(wrapped)
    changed[changed.length - 1] = (changed[changed.length - 1] ?? 0) ^ 1
    await expect(box().unwrap(changed)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(box().unwrap(wrapped.subarray(0, 10))).rejects.toMatchObject({ code: 'forbidden' })
  })
})
