/** The public keys of a linked device, as the server keeps them. */
import type { BinaryNode, proto } from 'baileys'
import { bytesOf, child, children } from './stanza.ts'

const withType = (key: Uint8Array): Buffer => Buffer.concat([Buffer.from([5]), key])

interface PublicKey {
  keyId: number
  publicKey: Buffer
}

export class KeyBundle {
  readonly identity: Buffer
  readonly registrationId: number
  readonly #signedPreKey: PublicKey & { signature: Buffer }
  readonly #preKeys: PublicKey[] = []

  constructor(pairing: proto.ClientPayload.IDevicePairingRegistrationData) {
    this.identity = Buffer.from(pairing.eIdent ?? [])
    this.registrationId = Buffer.from(pairing.eRegid ?? []).readUInt32BE(0)
    this.#signedPreKey = {
      keyId: Buffer.from(pairing.eSkeyId ?? []).readUIntBE(0, 3),
      publicKey: Buffer.from(pairing.eSkeyVal ?? []),
      signature: Buffer.from(pairing.eSkeySig ?? []),
    }
  }

  get preKeyCount(): number {
    return this.#preKeys.length
  }

  /** From the client's `<list>` of one-time keys. */
  addPreKeys(list: BinaryNode | undefined): void {
    for (const key of children(list))
      this.#preKeys.push({ keyId: bytesOf(child(key, 'id')).readUIntBE(0, 3), publicKey: bytesOf(child(key, 'value')) })
  }

  /** What a sender needs for a first message; uses up one of the one-time keys. */
  takeSession() {
    const preKey = this.#preKeys.shift()
    if (preKey === undefined) throw new Error('the linked device has uploaded no one-time keys')
    return {
      registrationId: this.registrationId,
      identityKey: withType(this.identity),
      signedPreKey: { ...this.#signedPreKey, publicKey: withType(this.#signedPreKey.publicKey) },
      preKey: { keyId: preKey.keyId, publicKey: withType(preKey.publicKey) },
    }
  }
}
