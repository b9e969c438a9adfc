/** The secret box of a machine without a key store: a key from the environment, or a key file. */

import type { ProcessConfig } from '../hub/runtime/config.ts'
import type { SecretBox } from '../hub/secrets/secret-box.ts'
import { keyBox, passphraseBox } from '../secret-box/key-box.ts'
import { keyFilePath } from '../secret-box/key-file.ts'
import { keyFileBox } from '../secret-box/key-file-box.ts'

/** `OMNI_MASTER_KEY` if it is set: 32 bytes in hex or base64, or else any passphrase. */
export function headlessSecretBox(config: Pick<ProcessConfig, 'masterKey' | 'dataDirectory'>): SecretBox {
  const given = config.masterKey?.trim() ?? ''
  if (given === '') return keyFileBox(keyFilePath(config.dataDirectory))
  const key = decodeKey(given)
  return key === null ? passphraseBox('master-passphrase', given) : keyBox('master-key', key)
}

function decodeKey(text: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex')
  // 32 bytes are 43 base64 characters, with or without the padding.
  return /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64url') : null
}
