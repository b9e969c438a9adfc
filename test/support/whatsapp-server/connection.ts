/** One WebSocket of a client: handshake, login or pairing, then stanzas both ways. */
import { randomBytes } from 'node:crypto'
import { type BinaryNode, decodeBinaryNode, encodeBinaryNode, type proto } from 'baileys'
import type { WebSocket } from 'ws'
import type { LinkedDevice } from './account.ts'
import { FrameReader, frame } from './frames.ts'
import { answerIq } from './iq.ts'
import { KeyBundle } from './key-bundle.ts'
import { takeMessage } from './messages.ts'
import type { ConnectionRecord } from './model.ts'
import { Handshake, type Transport } from './noise.ts'
import type { CodePairing } from './pairing.ts'
import { takeReceipt } from './receipts.ts'
import type { FakeWhatsApp } from './server.ts'
import { SERVER, seconds, stanza } from './stanza.ts'

const QR_REFERENCES = 6

export class Connection {
  readonly server: FakeWhatsApp
  readonly record: ConnectionRecord
  /** Every stanza that the client sent, in order. */
  readonly stanzas: BinaryNode[] = []
  device: LinkedDevice | null = null
  /** Set while it waits to be linked. */
  noiseKey: string | null = null
  bundle: KeyBundle | null = null
  codePairing: CodePairing | null = null
  /** Linked by the phone, but not yet confirmed by the client. */
  pending: LinkedDevice | null = null
  readonly #socket: WebSocket
  readonly #frames = new FrameReader()
  readonly #handshake: Handshake
  #isAnswered = false
  #transport: Transport | null = null
  #work: Promise<void> = Promise.resolve()

  constructor(server: FakeWhatsApp, socket: WebSocket, record: ConnectionRecord) {
    this.server = server
    this.record = record
    this.#socket = socket
    this.#handshake = new Handshake(server.root)
    socket.on('message', (data: Buffer) => {
      for (const bytes of this.#frames.read(data))
        this.#work = this.#work.then(() => this.#take(bytes)).catch((error) => this.#broke(error))
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      if (this.device?.connection === this) this.device.connection = null
      server.disconnected(this)
    })
  }

  send(node: BinaryNode): void {
    if (this.#transport === null || this.#socket.readyState !== this.#socket.OPEN || this.server.isSilent) return
    this.#socket.send(frame(this.#transport.encrypt(encodeBinaryNode(node))))
  }

  /** Answers an `iq` of the client. */
  reply(request: BinaryNode, content?: BinaryNode[]): void {
    const attrs = { from: request.attrs['to'] ?? SERVER, id: request.attrs['id'] ?? '', type: 'result', t: seconds() }
    this.send(stanza('iq', attrs, content))
  }

  /** Ends the connection with a `stream:error`, or without a word. */
  end(error?: BinaryNode): void {
    if (error) this.send(error)
    this.#socket.close()
  }

  /** As if the cable were pulled: no closing frame. */
  cut(): void {
    this.#socket.terminate()
  }

  async #take(bytes: Buffer): Promise<void> {
    if (this.#transport !== null) {
      const node = await decodeBinaryNode(this.#transport.decrypt(bytes))
      this.stanzas.push(node)
      if (this.server.isSilent) return
      await this.#takeStanza(node)
      this.server.changed()
      return
    }
    if (!this.#isAnswered) {
      this.#isAnswered = true
      this.#socket.send(frame(this.#handshake.answer(bytes)))
      return
    }
    const { clientKey, payload, transport } = this.#handshake.finish(bytes)
    this.#transport = transport
    if (payload.username) this.#logIn(payload)
    else this.#offerPairing(clientKey, payload)
    this.server.changed()
  }

  #offerPairing(clientKey: Buffer, payload: proto.ClientPayload): void {
    if (!payload.devicePairingData) throw new Error('neither a login nor a registration')
    this.record.outcome = 'pairing'
    this.noiseKey = clientKey.toString('base64')
    this.bundle = new KeyBundle(payload.devicePairingData)
    const references = Array.from({ length: QR_REFERENCES }, () =>
      stanza('ref', {}, Buffer.from(`2@${randomBytes(48).toString('base64')}`)),
    )
    this.send(stanza('iq', { from: SERVER, type: 'set', id: `pair-${Date.now()}`, xmlns: 'md' }, [stanza('pair-device', {}, references)]))
  }

  #logIn(payload: proto.ClientPayload): void {
    const phone = String(payload.username)
    const device = this.server.accounts.get(phone)?.devices.find(({ number }) => number === Number(payload.device))
    this.record.account = phone
    const refusal = this.server.takeRefusal(phone) ?? (device ? null : 401)
    if (refusal !== null || !device) {
      this.record.outcome = 'rejected'
      this.send(stanza('failure', { reason: String(refusal ?? 401), location: 'fake' }))
      this.end()
      return
    }
    device.connection?.end(stanza('stream:error', {}, [stanza('conflict', { type: 'replaced' })]))
    device.connection = this
    this.device = device
    this.record.outcome = 'logged_in'
    this.send(stanza('success', { t: seconds(), props: '1', companion_enc_static: '', lid: device.lidJid }))
    const missed = device.unconfirmed()
    const count = (tag: string): string => String(missed.filter((node) => node.tag === tag).length)
    const preview = {
      count: String(missed.length),
      message: count('message'),
      notification: count('notification'),
      receipt: count('receipt'),
    }
    this.send(stanza('ib', { from: SERVER }, [stanza('offline_preview', { ...preview, appdata: '0' })]))
    for (const [index, node] of missed.entries()) this.send({ ...node, attrs: { ...node.attrs, offline: String(index) } })
    this.send(stanza('ib', { from: SERVER }, [stanza('offline', { count: String(missed.length) })]))
  }

  async #takeStanza(node: BinaryNode): Promise<void> {
    switch (node.tag) {
      case 'iq':
        return answerIq(this, node)
      case 'message':
        return takeMessage(this, node)
      case 'receipt':
        return takeReceipt(this, node)
      case 'ack':
        this.device?.confirm(node.attrs['class'] ?? '', node.attrs['id'] ?? '', node.attrs['error'] !== undefined)
        return
      case 'chatstate':
        this.server.tookTyping(this, node)
    }
  }

  #broke(error: unknown): void {
    this.server.problems.push(error instanceof Error ? error : new Error(String(error)))
    this.cut()
  }
}
