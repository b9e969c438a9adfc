/** The phone's side of linking a device: what it signs after a scan, and the exchange behind a pairing code. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, pbkdf2Sync, randomBytes } from 'node:crypto'
import { type BinaryNode, Curve, proto } from 'baileys'
import type { Person } from './person.ts'
import { bytesOf, child, seconds, stanza } from './stanza.ts'

const ACCOUNT_SIGNATURE = Buffer.from([6, 0])
const CODE_ITERATIONS = 131_072

/** What a QR code of WhatsApp says: `…#reference,noise key,identity key,secret,platform`. */
export function readQr(qr: string): { noiseKey: string; advSecret: string } {
  const [, noiseKey, , advSecret] = (qr.split('#').at(-1) ?? '').split(',')
  if (noiseKey === undefined || advSecret === undefined) throw new Error('this is not a linking code of WhatsApp')
  return { noiseKey, advSecret }
}

/** The stanza that tells a companion device that the phone has accepted it. */
export function pairSuccess(
  phone: Person,
  device: { jid: string; lid: string; identity: Uint8Array; name: string; advSecret: string },
): BinaryNode {
  const details = proto.ADVDeviceIdentity.encode({
    rawId: 1,
    timestamp: Number(seconds()),
    keyIndex: 1,
    accountType: 0,
    deviceType: 0,
  }).finish()
  const signed = proto.ADVSignedDeviceIdentity.encode({
    details,
    accountSignatureKey: phone.identityKey.public,
    accountSignature: Curve.sign(phone.identityKey.private, Buffer.concat([ACCOUNT_SIGNATURE, details, device.identity])),
  }).finish()
  const hmac = createHmac('sha256', Buffer.from(device.advSecret, 'base64')).update(signed).digest()
  const identity = proto.ADVSignedDeviceIdentityHMAC.encode({ details: signed, hmac, accountType: 0 }).finish()
  return stanza('pair-success', {}, [
    stanza('device-identity', {}, identity),
    stanza('biz', { name: device.name }),
    stanza('platform', { name: 'android' }),
    stanza('device', { jid: device.jid, lid: device.lid }),
  ])
}

const codeKey = (code: string, salt: Uint8Array): Buffer => pbkdf2Sync(code, salt, CODE_ITERATIONS, 32, 'sha256')

/** A companion that asked for a pairing code and waits for somebody to type it into the phone. */
export class CodePairing {
  readonly reference = randomBytes(16).toString('base64')
  readonly #wrappedKey: Buffer
  readonly #ephemeral = Curve.generateKeyPair()
  #companionKey: Buffer | null = null

  /** @param hello the client's `link_code_companion_reg` of stage `companion_hello` */
  constructor(hello: BinaryNode) {
    this.#wrappedKey = bytesOf(child(hello, 'link_code_pairing_wrapped_companion_ephemeral_pub'))
  }

  /** The notification that a phone sends when `code` was typed. A wrong code shows only in the last step. */
  enter(code: string, phone: Person): BinaryNode {
    const wrapped = this.#wrappedKey
    const decipher = createDecipheriv('aes-256-ctr', codeKey(code, wrapped.subarray(0, 32)), wrapped.subarray(32, 48))
    this.#companionKey = Buffer.concat([decipher.update(wrapped.subarray(48)), decipher.final()])
    const salt = randomBytes(32)
    const iv = randomBytes(16)
    const cipher = createCipheriv('aes-256-ctr', codeKey(code, salt), iv)
    const ownKey = Buffer.concat([salt, iv, cipher.update(this.#ephemeral.public), cipher.final()])
    return stanza('link_code_companion_reg', { stage: 'primary_hello' }, [
      stanza('link_code_pairing_ref', {}, Buffer.from(this.reference)),
      stanza('primary_identity_pub', {}, phone.identityKey.public),
      stanza('link_code_pairing_wrapped_primary_ephemeral_pub', {}, ownKey),
    ])
  }

  /** The companion's last word. Returns the secret that its identity is signed with; throws if the code was wrong. */
  finish(finish: BinaryNode, phone: Person): string {
    if (this.#companionKey === null) throw new Error('nobody has typed the code yet')
    const shared = Curve.sharedKey(this.#ephemeral.private, this.#companionKey)
    const bundle = bytesOf(child(finish, 'link_code_pairing_wrapped_key_bundle'))
    const key = Buffer.from(hkdfSync('sha256', shared, bundle.subarray(0, 32), 'link_code_pairing_key_bundle_encryption_key', 32))
    const decipher = createDecipheriv('aes-256-gcm', key, bundle.subarray(32, 44))
    decipher.setAuthTag(bundle.subarray(-16))
    const plain = Buffer.concat([decipher.update(bundle.subarray(44, -16)), decipher.final()])
    const companionIdentity = plain.subarray(0, 32)
    const random = plain.subarray(64)
    const identityShared = Curve.sharedKey(phone.identityKey.private, companionIdentity)
    const secret = hkdfSync('sha256', Buffer.concat([shared, identityShared, random]), Buffer.alloc(0), 'adv_secret', 32)
    return Buffer.from(secret).toString('base64')
  }
}
