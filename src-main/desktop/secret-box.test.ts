import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keyFileBox } from '../secret-box/key-file-box.ts'
import { chooseSecretBox, type SystemKeyStore } from './secret-box.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'omni-box-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

function keyStore(changes: Partial<SystemKeyStore> = {}): SystemKeyStore {
  return {
    isEncryptionAvailable: () => true,
    getSelectedStorageBackend: () => 'gnome_libsecret',
    encryptString: (text) => Buffer.from(`locked:${text}`),
    decryptString: (bytes) => {
      if (!bytes.toString().startsWith('locked:')) throw new Error('Error while decrypting')
      return bytes.toString().slice('locked:'.length)
    },
    ...changes,
  }
}

describe('the secret box of the desktop', () => {
  it('is the key store of the system', async () => {
    const { box, warning } = chooseSecretBox(keyStore(), directory, 'linux')
    expect({ name: box.name, warning }).toEqual({ name: 'key-store', warning: null })
    const secret = Buffer.from([0, 255, 128, 10])
    expect(Buffer.from(await box.unwrap(await box.wrap(secret)))).toEqual(secret)
    expect(existsSync(join(directory, 'master.key'))).toBe(false)
  })

  it('says in plain words when the key store cannot open what is saved', async () => {
    const { box } = chooseSecretBox(keyStore(), directory, 'linux')
    await expect(box.unwrap(Buffer.from('from elsewhere'))).rejects.toMatchObject({ code: 'forbidden' })
  })

  it.each([
    ['there is none', keyStore({ isEncryptionAvailable: () => false }), 'linux'],
    ['Electron would lock with a key that everyone knows', keyStore({ getSelectedStorageBackend: () => 'basic_text' }), 'linux'],
    ['it is broken on Windows', keyStore({ isEncryptionAvailable: () => false }), 'win32'],
  ] as const)('is a key file, with a warning that names it, when %s', async (_why, store, platform) => {
    const { box, warning } = chooseSecretBox(store, directory, platform)
    expect(box.name).toBe('key-file')
    expect(warning).toContain(join(directory, 'master.key'))
  })

  it('still opens what a key file locked when a key store turns up later', async () => {
    const before = chooseSecretBox(keyStore({ isEncryptionAvailable: () => false }), directory, 'linux')
    const wrapped = await before.box.wrap(Buffer.alloc(32, 5))
    const after = chooseSecretBox(keyStore(), directory, 'linux')
    expect(Buffer.from(await after.box.unwrap(wrapped))).toEqual(Buffer.alloc(32, 5))
    expect(after.box.name).toBe('key-store')
    await expect(after.box.unwrap(Buffer.from('from elsewhere'))).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('knows which file is missing that locked the data, with a key store and without one', async () => {
    const path = join(directory, 'master.key')
    for (const isEncryptionAvailable of [() => true, () => false]) {
      const box = () => chooseSecretBox(keyStore({ isEncryptionAvailable }), directory, 'linux').box
      expect(box().missingFile?.('key-file')).toBe(path)
      expect(box().missingFile?.('key-store')).toBeNull()
      await keyFileBox(path).wrap(Buffer.alloc(32))
      expect(box().missingFile?.('key-file')).toBeNull()
      rmSync(path)
    }
  })

  it('does not ask Linux’s question on other systems', () => {
    const store = keyStore({
      getSelectedStorageBackend: () => {
        throw new Error('only on Linux')
      },
    })
    expect(chooseSecretBox(store, directory, 'darwin').box.name).toBe('key-store')
  })
})
