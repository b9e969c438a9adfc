/** A simulated person: a phone with a number, a LID and a Signal identity of its own. */
import { randomInt } from 'node:crypto'
import { type BinaryNode, Curve, DEFAULT_CONNECTION_CONFIG, initAuthCreds, type KeyPair, proto } from 'baileys'
import type { KeyBundle } from './key-bundle.ts'
import { memoryKeys, quiet } from './signal-store.ts'
import { bigEndian, phoneJid, stanza } from './stanza.ts'

export interface Encrypted {
  type: 'pkmsg' | 'msg'
  ciphertext: Uint8Array
}

export class Person {
  /** Digits, E.164 without `+`. */
  readonly phone: string
  /** Digits of the LID. */
  readonly lid: string
  readonly creds = initAuthCreds()
  readonly keys = memoryKeys()
  /** Also knows sender keys (`encryptGroupMessage`, …) for whoever simulates groups. */
  readonly signal = DEFAULT_CONNECTION_CONFIG.makeSignalRepository({ creds: this.creds, keys: this.keys }, quiet)
  readonly #hasSessionWith = new Set<string>()
  #nextPreKeyId = 1

  constructor(phone: string, lid: string) {
    this.phone = phone
    this.lid = lid
  }

  get jid(): string {
    return phoneJid(this.phone)
  }

  get lidJid(): string {
    return `${this.lid}@lid`
  }

  get identityKey(): KeyPair {
    return this.creds.signedIdentityKey
  }

  /** Encrypts for a linked device; the first time with one of its pre-keys. */
  async encrypt(message: proto.IMessage, device: { jid: string; bundle: KeyBundle }): Promise<Encrypted> {
    if (!this.#hasSessionWith.has(device.jid)) {
      await this.signal.injectE2ESession({ jid: device.jid, session: device.bundle.takeSession() })
      this.#hasSessionWith.add(device.jid)
    }
    return this.signal.encryptMessage({ jid: device.jid, data: padded(message) })
  }

  /** `null` when this person cannot read it. `deviceJid` is the sender, always by its phone number. */
  async decrypt(enc: BinaryNode, deviceJid: string): Promise<proto.Message | null> {
    const type = enc.attrs['type']
    if (!(enc.content instanceof Uint8Array) || (type !== 'pkmsg' && type !== 'msg')) return null
    try {
      const plain = await this.signal.decryptMessage({ jid: deviceJid, type, ciphertext: enc.content })
      this.#hasSessionWith.add(deviceJid)
      return unpadded(plain)
    } catch {
      return null
    }
  }

  /** The next message to that device starts a session again, as a phone does that was told of a failed decryption. */
  forgetSession(deviceJid: string): void {
    this.#hasSessionWith.delete(deviceJid)
  }

  /** What the server hands out about this person's keys, with a fresh one-time key. */
  async keyStanza(askedAs: string): Promise<BinaryNode> {
    const id = this.#nextPreKeyId++
    const preKey = Curve.generateKeyPair()
    await this.keys.set({ 'pre-key': { [id]: preKey } })
    const { signedPreKey, registrationId } = this.creds
    return stanza('user', { jid: askedAs }, [
      stanza('registration', {}, bigEndian(registrationId, 4)),
      stanza('type', {}, Buffer.from([5])),
      stanza('identity', {}, this.identityKey.public),
      stanza('skey', {}, [
        stanza('id', {}, bigEndian(signedPreKey.keyId, 3)),
        stanza('value', {}, signedPreKey.keyPair.public),
        stanza('signature', {}, signedPreKey.signature),
      ]),
      stanza('key', {}, [stanza('id', {}, bigEndian(id, 3)), stanza('value', {}, preKey.public)]),
    ])
  }
}

/** Encodes with WhatsApp's random padding: n bytes of value n. */
export function padded(message: proto.IMessage): Buffer {
  const count = randomInt(1, 16)
  return Buffer.concat([proto.Message.encode(proto.Message.fromObject(message)).finish(), Buffer.alloc(count, count)])
}

export function unpadded(plain: Uint8Array): proto.Message {
  return proto.Message.decode(plain.subarray(0, plain.length - (plain.at(-1) ?? 0)))
}
