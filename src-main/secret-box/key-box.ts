/** Secret boxes that hold a key of their own, for hosts without the system's key store. */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { OmniError } from '../../src-shared/errors.ts'
import type { SecretBox } from '../hub/secrets/secret-box.ts'

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const SALT_BYTES = 16
/** About 50 ms and 32 MB on an office machine; paid once at a start. */
const SCRYPT = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }

/** A box around a ready 256-bit key (AES-256-GCM). `name` is authenticated with the content. */
export function keyBox(name: string, key: Uint8Array): SecretBox {
  if (key.byteLength !== KEY_BYTES) throw new OmniError('bad_request', `The key of the secret box must have ${KEY_BYTES} bytes.`)
  return {
    name,
    wrap: async (plain) => seal(name, key, plain),
    unwrap: async (wrapped) => unseal(name, key, wrapped),
  }
}

/** A box around a passphrase: each wrapping has a salt of its own, kept beside its content. */
export function passphraseBox(name: string, passphrase: string): SecretBox {
  const derive = (salt: Uint8Array) => scryptKey(passphrase.normalize('NFKC'), salt)
  return {
    name,
    async wrap(plain) {
      const salt = randomBytes(SALT_BYTES)
      return Buffer.concat([salt, seal(name, await derive(salt), plain)])
    },
    async unwrap(wrapped) {
      return unseal(name, await derive(wrapped.subarray(0, SALT_BYTES)), wrapped.subarray(SALT_BYTES))
    },
  }
}

function scryptKey(passphrase: string, salt: Uint8Array): Promise<Buffer> {
  return promisify<string, Uint8Array, number, typeof SCRYPT, Buffer>(scrypt)(passphrase, salt, KEY_BYTES, SCRYPT)
}

function seal(name: string, key: Uint8Array, plain: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function unseal(name: string, key: Uint8Array, wrapped: Uint8Array): Buffer {
  const wrongKey = 'The saved secrets were locked with another key.'
  if (wrapped.byteLength < NONCE_BYTES + TAG_BYTES) throw new OmniError('forbidden', wrongKey)
  const nonce = wrapped.subarray(0, NONCE_BYTES)
  const content = wrapped.subarray(NONCE_BYTES, wrapped.byteLength - TAG_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name))
  decipher.setAuthTag(wrapped.subarray(wrapped.byteLength - TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(content), decipher.final()])
  } catch (cause) {
    throw new OmniError('forbidden', wrongKey, { cause })
  }
}
