/** The secret box of the desktop: the system's key store, or a key file where there is none. */
import { existsSync } from 'node:fs'
import type { SafeStorage } from 'electron'
import { OmniError } from '../../src-shared/errors.ts'
import type { SecretBox } from '../hub/secrets/secret-box.ts'
import { keyBox } from '../secret-box/key-box.ts'
import { keyFilePath, readOrCreateKeyFile } from '../secret-box/key-file.ts'

export type SystemKeyStore = Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString' | 'getSelectedStorageBackend'>

export interface ChosenBox {
  box: SecretBox
  /** For the user, when it is not the system's key store; null otherwise. */
  warning: string | null
}

/**
 * Must be called after the app is ready. A data folder that began with a key file (no key store
 * then, or the headless host) is still opened with it once there is a key store.
 */
export function chooseSecretBox(keyStore: SystemKeyStore, dataDirectory: string, platform: NodeJS.Platform): ChosenBox {
  const keyFile = keyFilePath(dataDirectory)
  const fileBox = (): SecretBox => keyBox('key-file', readOrCreateKeyFile(keyFile))
  const missing = whatIsMissing(keyStore, platform)
  if (missing === null) {
    const box = keyStoreBox(keyStore)
    const unwrap: SecretBox['unwrap'] = (wrapped) =>
      box.unwrap(wrapped).catch((error: unknown) => {
        if (!existsSync(keyFile)) throw error
        return fileBox().unwrap(wrapped)
      })
    return { box: { ...box, unwrap }, warning: null }
  }
  return {
    box: fileBox(),
    warning: `Saved keys and tokens are not protected by this computer's key store (${missing}). They are locked with the file ${keyFile}, which only your user account can read.`,
  }
}

function whatIsMissing(keyStore: SystemKeyStore, platform: NodeJS.Platform): string | null {
  if (!keyStore.isEncryptionAvailable()) return 'it is not available'
  // With `basic_text` Electron locks with a key that is the same on every computer.
  if (platform === 'linux' && ['basic_text', 'unknown'].includes(keyStore.getSelectedStorageBackend())) return 'no keyring is running'
  return null
}

function keyStoreBox(keyStore: SystemKeyStore): SecretBox {
  return {
    name: 'key-store',
    wrap: async (plain) => keyStore.encryptString(Buffer.from(plain).toString('base64')),
    async unwrap(wrapped) {
      try {
        return Buffer.from(keyStore.decryptString(Buffer.from(wrapped)), 'base64')
      } catch (cause) {
        throw new OmniError('forbidden', "The saved secrets were locked by another user's or another computer's key store.", { cause })
      }
    },
  }
}
