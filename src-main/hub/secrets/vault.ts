/**
 * Secrets at rest: AES-256-GCM under one data key (see `data-key.ts`). Every ciphertext is bound to the
 * place it belongs to (`scope`), so that a value copied to another instance's row does not decrypt there.
 *
 * Format: `v1.` + base64url(12-byte nonce, ciphertext, 16-byte tag).
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { OmniError } from '../../../src-shared/errors.ts'

const VERSION = 'v1.'
const NONCE_BYTES = 12
const TAG_BYTES = 16

export interface Vault {
  /** @param scope where the secret lives, for example `instance/shop/agentApiKey` */
  seal(scope: string, plain: string): string
  /** Throws OmniError('storage_unavailable') when the value was changed or moved. */
  open(scope: string, sealed: string): string
}

export function createVault(dataKey: Uint8Array): Vault {
  return {
    seal(scope, plain) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', dataKey, nonce).setAAD(Buffer.from(scope))
      const body = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return VERSION + body.toString('base64url')
    },
    open(scope, sealed) {
      try {
        if (!sealed.startsWith(VERSION)) throw new Error('unknown version')
        const body = Buffer.from(sealed.slice(VERSION.length), 'base64url')
        const decipher = createDecipheriv('aes-256-gcm', dataKey, body.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(scope))
        decipher.setAuthTag(body.subarray(-TAG_BYTES))
        return Buffer.concat([decipher.update(body.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8')
      } catch (error) {
        throw new OmniError('storage_unavailable', `A saved secret (${scope}) cannot be read any more. Enter it again.`, { cause: error })
      }
    },
  }
}
