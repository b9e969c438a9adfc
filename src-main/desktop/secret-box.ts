/** The secret box of the desktop: the system's key store, or a key file where there is none. */
import { existsSync } from 'node:fs'
import type { SafeStorage } from 'electron'
import type { MissingKeyStore } from '../../src-shared/contract/desktop.ts'
import { OmniError } from '../../src-shared/errors.ts'
import type { SecretBox } from '../hub/secrets/secret-box.ts'
import { keyFilePath } from '../secret-box/key-file.ts'
import { keyFileBox } from '../secret-box/key-file-box.ts'

export type SystemKeyStore = Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString' | 'getSelectedStorageBackend'>

export interface ChosenBox {
  box: SecretBox
  /** Why it is not the system's key store; null where it is. */
  missing: MissingKeyStore | null
  /** For the log, when something is missing; null otherwise. */
  warning: string | null
}

/**
 * Must be called after the app is ready. A data folder that began with a key file (no key store
 * then, or the headless host) is still opened with it once there is a key store.
 */
export function chooseSecretBox(keyStore: SystemKeyStore, dataDirectory: string, platform: NodeJS.Platform): ChosenBox {
  const keyFile = keyFilePath(dataDirectory)
  const fileBox = (): SecretBox => keyFileBox(keyFile)
  const missing = whatIsMissing(keyStore, platform)
  if (missing === null) {
    const box = keyStoreBox(keyStore)
    const unwrap: SecretBox['unwrap'] = (wrapped) =>
      box.unwrap(wrapped).catch((error: unknown) => {
        if (!existsSync(keyFile)) throw error
        return fileBox().unwrap(wrapped)
      })
    return { box: { ...box, unwrap }, missing, warning: null }
  }
  return {
    box: fileBox(),
    missing,
    warning: `Saved keys and tokens are not protected by this computer's key store (${missing === 'keyring' ? 'no keyring is running' : 'it is not available'}). They are locked with the file ${keyFile}, which only your user account can read.`,
  }
}

function whatIsMissing(keyStore: SystemKeyStore, platform: NodeJS.Platform): MissingKeyStore | null {
  if (platform !== 'linux') return keyStore.isEncryptionAvailable() ? null : 'key-store'
  // `basic_text`: the desktop is none that Electron knows, and it would lock with a key that is the same everywhere.
  // With the others the service itself may still be missing, or its keyring be locked.
  const isKnown = !['basic_text', 'unknown'].includes(keyStore.getSelectedStorageBackend())
  return isKnown && keyStore.isEncryptionAvailable() ? null : 'keyring'
}

function keyStoreBox(keyStore: SystemKeyStore): SecretBox {
  return {
    name: 'key-store',
    wrap: async (plain) => keyStore.encryptString(Buffer.from(plain).toString('base64')),
    async unwrap(wrapped) {
      try {
        const text = keyStore.decryptString(Buffer.from(wrapped))
        const plain = Buffer.from(text, 'base64')
        // Chromium's cipher on Linux has no check sum: with another key, one time in some hundreds, rubbish comes out.
        if (plain.toString('base64') !== text) throw new Error('The key store opened it with another key.')
        return plain
      } catch (cause) {
        throw new OmniError('forbidden', "The saved secrets were locked by another user's or another computer's key store.", { cause })
      }
    },
  }
}
