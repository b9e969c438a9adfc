import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { headlessSecretBox } from './secret-box.ts'

let dataDirectory: string
beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'omni-box-'))
})
afterEach(() => rmSync(dataDirectory, { recursive: true }))

const secret = Buffer.alloc(32, 3)
const box = (masterKey?: string) => headlessSecretBox({ masterKey, dataDirectory })

describe('the secret box of a headless host', () => {
  it('takes the same key in hex, base64 and base64url', async () => {
    const key = Buffer.from('fb'.repeat(32), 'hex')
    const wrapped = await box(key.toString('hex')).wrap(secret)
    for (const form of [key.toString('hex').toUpperCase(), key.toString('base64'), key.toString('base64url')]) {
      expect(Buffer.from(await box(form).unwrap(wrapped))).toEqual(secret)
    }
  })

  it('takes anything else as a passphrase', async () => {
    const wrapped = await box('my shop’s long passphrase').wrap(secret)
    expect(Buffer.from(await box('  my shop’s long passphrase ').unwrap(wrapped))).toEqual(secret)
    await expect(box('another').unwrap(wrapped)).rejects.toThrow()
  })

  it('leaves no key file behind when a key is given', () => {
    box('a passphrase')
    expect(existsSync(join(dataDirectory, 'master.key'))).toBe(false)
  })

  it('uses a key file when none is given', async () => {
    const wrapped = await box().wrap(secret)
    expect(existsSync(join(dataDirectory, 'master.key'))).toBe(true)
    expect(Buffer.from(await box().unwrap(wrapped))).toEqual(secret)
  })
})
