/** The server's half of WhatsApp's Noise_XX handshake, the transport keys that come of it, and its certificate. */
import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto'
import { Curve, type KeyPair, proto } from 'baileys'

const PROTOCOL = Buffer.from('Noise_XX_25519_AESGCM_SHA256\0\0\0\0')
/** "WA", protocol version, dictionary version. */
const PROLOGUE = Buffer.from([87, 65, 6, 3])
const TAG_BYTES = 16
const NOTHING = Buffer.alloc(0)
const YEAR_2100 = 4_102_444_800

function nonce(counter: number): Buffer {
  const iv = Buffer.alloc(12)
  iv.writeUInt32BE(counter, 8)
  return iv
}

function seal(key: Uint8Array, counter: number, plain: Uint8Array, associated: Uint8Array = NOTHING): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce(counter)).setAAD(associated)
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function open(key: Uint8Array, counter: number, sealed: Uint8Array, associated: Uint8Array = NOTHING): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce(counter)).setAAD(associated)
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()])
}

const twoKeys = (secret: Uint8Array, salt: Uint8Array): [Buffer, Buffer] => {
  const bytes = Buffer.from(hkdfSync('sha256', secret, salt, NOTHING, 64))
  return [bytes.subarray(0, 32), bytes.subarray(32)]
}

/** What both sides encrypt with once the handshake is over. */
export class Transport {
  readonly #receiveKey: Buffer
  readonly #sendKey: Buffer
  #received = 0
  #sent = 0

  constructor(chainingKey: Uint8Array) {
    ;[this.#receiveKey, this.#sendKey] = twoKeys(NOTHING, chainingKey)
  }

  encrypt(plain: Uint8Array): Buffer {
    return seal(this.#sendKey, this.#sent++, plain)
  }

  decrypt(sealed: Uint8Array): Buffer {
    return open(this.#receiveKey, this.#received++, sealed)
  }
}

/** One handshake: `answer` the client's hello, then `finish` with its last word. */
export class Handshake {
  readonly #ephemeral = Curve.generateKeyPair()
  readonly #static = Curve.generateKeyPair()
  readonly #root: KeyPair
  #hash: Buffer = PROTOCOL
  #chain: Buffer = PROTOCOL
  #key: Buffer = PROTOCOL
  #counter = 0

  constructor(root: KeyPair) {
    this.#root = root
    this.#mix(PROLOGUE)
  }

  answer(frame: Uint8Array): Uint8Array {
    const client = proto.HandshakeMessage.decode(frame).clientHello?.ephemeral ?? NOTHING
    this.#mix(client)
    this.#mix(this.#ephemeral.public)
    this.#mixKey(Curve.sharedKey(this.#ephemeral.private, client))
    const key = this.#encrypt(this.#static.public)
    this.#mixKey(Curve.sharedKey(this.#static.private, client))
    const payload = this.#encrypt(certificate(this.#root, this.#static.public))
    return proto.HandshakeMessage.encode({ serverHello: { ephemeral: this.#ephemeral.public, static: key, payload } }).finish()
  }

  finish(frame: Uint8Array): { clientKey: Buffer; payload: proto.ClientPayload; transport: Transport } {
    const { clientFinish } = proto.HandshakeMessage.decode(frame)
    const clientKey = this.#decrypt(clientFinish?.static ?? NOTHING)
    this.#mixKey(Curve.sharedKey(this.#ephemeral.private, clientKey))
    const payload = proto.ClientPayload.decode(this.#decrypt(clientFinish?.payload ?? NOTHING))
    return { clientKey, payload, transport: new Transport(this.#chain) }
  }

  #mix(data: Uint8Array): void {
    this.#hash = createHash('sha256').update(this.#hash).update(data).digest()
  }

  #mixKey(secret: Uint8Array): void {
    ;[this.#chain, this.#key] = twoKeys(secret, this.#chain)
    this.#counter = 0
  }

  #encrypt(plain: Uint8Array): Buffer {
    const sealed = seal(this.#key, this.#counter++, plain, this.#hash)
    this.#mix(sealed)
    return sealed
  }

  #decrypt(sealed: Uint8Array): Buffer {
    const plain = open(this.#key, this.#counter++, sealed, this.#hash)
    this.#mix(sealed)
    return plain
  }
}

/** A chain of two certificates for `serverKey`, signed by a root of the test's own. */
function certificate(root: KeyPair, serverKey: Uint8Array): Uint8Array {
  const middle = Curve.generateKeyPair()
  const details = (serial: number, issuerSerial: number, key: Uint8Array): Uint8Array =>
    proto.CertChain.NoiseCertificate.Details.encode({ serial, issuerSerial, key, notBefore: 0, notAfter: YEAR_2100 }).finish()
  const intermediate = details(1, 0, middle.public)
  const leaf = details(2, 1, serverKey)
  return proto.CertChain.encode({
    intermediate: { details: intermediate, signature: Curve.sign(root.private, intermediate) },
    leaf: { details: leaf, signature: Curve.sign(middle.private, leaf) },
  }).finish()
}
