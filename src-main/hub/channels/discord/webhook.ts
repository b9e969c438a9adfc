/**
 * What Discord calls where its interactions come over HTTP: Ed25519 over the timestamp and the bytes of the body, by the
 * key of the application. Source: Discord's reference, "Interactions: setting up an endpoint".
 */
import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import type { WebhookDeclaration } from '../port.ts'
import { PUBLIC_KEY } from './settings.ts'

const SIGNATURE = 'x-signature-ed25519'
const TIMESTAMP = 'x-signature-timestamp'
/** Seconds. Discord says nothing of it: what is older was recorded by somebody. */
const MAX_SKEW_S = 300
/** Before the 32 bytes of a key, so that it can be read. RFC 8410. */
const DER_HEAD = Buffer.from('302a300506032b6570032100', 'hex')

let ownKeys: { publicKey: KeyObject; privateKey: KeyObject } | null = null

/** Only Discord can sign as Discord does. The panel's test call is signed by this process, for this process alone. */
function testKeys() {
  ownKeys ??= generateKeyPairSync('ed25519')
  return ownKeys
}

function keyOf(hex: string | null): KeyObject | null {
  if (hex === null || !/^[0-9a-f]{64}$/i.test(hex)) return null
  return createPublicKey({ key: Buffer.concat([DER_HEAD, Buffer.from(hex, 'hex')]), format: 'der', type: 'spki' })
}

const signedBytes = (timestamp: string, raw: Uint8Array): Buffer => Buffer.concat([Buffer.from(timestamp), raw])

export const webhook: WebhookDeclaration = {
  paths: ['/discord/:name', '/discord'],
  caller: 'Discord',
  verification: {
    by: 'signature',
    verify({ headers, raw, secret, now }) {
      const signature = String(headers[SIGNATURE] ?? '')
      const timestamp = String(headers[TIMESTAMP] ?? '')
      const key = keyOf(secret(PUBLIC_KEY))
      if (key === null) return { refused: 'The public key of the bot is not known yet: connect the bot first.' }
      if (!/^[0-9a-f]{128}$/i.test(signature) || !/^\d{1,15}$/.test(timestamp)) return { refused: 'The signature of Discord is missing.' }
      if (Math.abs(now / 1000 - Number(timestamp)) > MAX_SKEW_S)
        return { refused: 'The call was signed at another time: the clock of this computer may be wrong.' }
      const bytes = signedBytes(timestamp, raw)
      const given = Buffer.from(signature, 'hex')
      const isGenuine = verify(null, bytes, key, given) || (ownKeys !== null && verify(null, bytes, ownKeys.publicKey, given))
      return isGenuine ? 'ok' : { refused: 'The signature is not that of Discord.' }
    },
    sign({ raw, now }) {
      const timestamp = String(Math.floor(now / 1000))
      return {
        [SIGNATURE]: sign(null, signedBytes(timestamp, raw), testKeys().privateKey).toString('hex'),
        [TIMESTAMP]: timestamp,
      }
    },
  },
  paste: { field: 'Interactions Endpoint URL, under General Information' },
  testBody: () => ({ type: 1 }),
}
