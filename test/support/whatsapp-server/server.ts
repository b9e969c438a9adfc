/** The fake WhatsApp Web server. See ../whatsapp-server.ts for how to use it. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type BinaryNode, Curve, type KeyPair, type proto } from 'baileys'
import { WebSocketServer } from 'ws'
import { Account, type LinkedDevice } from './account.ts'
import { adminRoute } from './admin.ts'
import { Connection } from './connection.ts'
import { codeNotification, type IqAnswer } from './iq.ts'
import { deliver, deliverFromPhone } from './messages.ts'
import type { ConnectionRecord, Inbound, PairingDrop, ReceivedMessage, ReceivedReceipt, WhoScans } from './model.ts'
import { pairSuccess, readQr } from './pairing.ts'
import { People } from './people.ts'
import type { Person } from './person.ts'
import { SERVER, seconds, stanza } from './stanza.ts'

/** How a client's message goes wrong: a number refuses it with that error. */
export type MessageFault = number | 'lost' | 'unacknowledged'

/** No client takes this long for anything; whoever waits longer wants to know for what. */
const PATIENCE_MS = 60_000

export interface FakeWhatsAppOptions {
  port?: number
  /** People confirm what they get (two grey ticks). On unless told otherwise. */
  acknowledgesSends?: boolean
  /** The phone tells a new device its chats at once. On unless told otherwise; without it a client waits 20 s. */
  sendsHistory?: boolean
}

export class FakeWhatsApp {
  readonly root: KeyPair = Curve.generateKeyPair()
  readonly people = new People()
  /** By the digits of the phone number. */
  readonly accounts = new Map<string, Account>()
  /** Every WebSocket that was opened, refused ones too. */
  readonly connections: ConnectionRecord[] = []
  readonly received: ReceivedMessage[] = []
  readonly unreadable: { account: string; to: string; id: string }[] = []
  readonly receipts: ReceivedReceipt[] = []
  readonly typing: { account: string; chat: string; state: string }[] = []
  /** Digits that are not on WhatsApp. */
  readonly unknownNumbers = new Set(['19990000000'])
  /** Profile pictures by jid. */
  readonly pictures = new Map<string, string>()
  /** Errors of the server itself; a test may check that there are none. */
  readonly problems: Error[] = []
  /** Answers that a test (or another file of this folder) puts before the server's own, by namespace. */
  readonly iqAnswers = new Map<string, IqAnswer>()
  /** Told of each message stanza, for who simulates more than direct chats. */
  tookMessage: ((connection: Connection, node: BinaryNode) => Promise<void> | void) | null = null
  firstHistory: (account: Account) => proto.IHistorySync | Record<string, unknown> = () => ({ conversations: [], pushnames: [] })
  acknowledgesSends: boolean
  sendsHistory: boolean
  /** While set, sockets stay open and nothing is answered any more. */
  isSilent = false
  readonly #open = new Set<Connection>()
  readonly #http: Server
  readonly #sockets = new WebSocketServer({ noServer: true })
  readonly #watchers = new Set<() => void>()
  readonly #retries = new Map<string, { person: Person; send: () => Promise<void> }>()
  readonly #order = new Map<Person, Promise<unknown>>()
  readonly #refusals: { phone: string | null; reason: number }[] = []
  readonly #messageFaults: MessageFault[] = []
  readonly #pairingDrops = new Map<Connection, PairingDrop>()
  #isDown = false
  #port = 0

  constructor(options: FakeWhatsAppOptions = {}) {
    this.acknowledgesSends = options.acknowledgesSends ?? true
    this.sendsHistory = options.sendsHistory ?? true
    this.#http = createServer((request, response) => void adminRoute(this, request, response))
    this.#http.on('upgrade', (request, socket, head) => {
      const record: ConnectionRecord = { at: Date.now(), account: null, outcome: 'open' }
      this.connections.push(record)
      if (this.#isDown) {
        record.outcome = 'refused'
        socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n')
        this.changed()
        return
      }
      this.#sockets.handleUpgrade(request, socket, head, (ws) => this.#open.add(new Connection(this, ws, record)))
    })
  }

  get url(): string {
    return `ws://127.0.0.1:${this.#port}/ws/chat`
  }

  get adminUrl(): string {
    return `http://127.0.0.1:${this.#port}/admin`
  }

  async listen(port = 0): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#http.once('error', reject)
      this.#http.listen(port, '127.0.0.1', resolve)
    })
    this.#port = (this.#http.address() as AddressInfo).port
  }

  async stop(): Promise<void> {
    this.#watchers.clear()
    for (const connection of this.#open) connection.cut()
    this.#sockets.close()
    this.#http.closeAllConnections()
    await new Promise<void>((resolve) => this.#http.close(() => resolve()))
  }

  /** Sockets that are open right now. */
  get openConnections(): Connection[] {
    return [...this.#open]
  }

  // ---- linking

  /** The phone scans a QR code that some client shows. Resolves when the client has confirmed, unless it is dropped. */
  async scan(qr: string, who: WhoScans, drop?: PairingDrop): Promise<void> {
    const { noiseKey, advSecret } = readQr(qr)
    const connection = [...this.#open].find((candidate) => candidate.noiseKey === noiseKey)
    if (!connection) throw new Error('no client waits with that code')
    if (drop) this.#pairingDrops.set(connection, drop)
    this.#pair(connection, who, advSecret)
    if (drop) return
    const isLinked = () => this.accounts.get(who.phone)?.devices.some(({ bundle }) => bundle === connection.bundle) === true
    await this.when(() => (isLinked() || !this.#open.has(connection) ? true : undefined))
    if (!isLinked()) throw new Error('the client went away before it was linked')
  }

  /** Somebody types the eight letters of a pairing code into the phone. */
  enterCode(code: string, who: WhoScans): void {
    const connection = [...this.#open].find(({ codePairing, record }) => codePairing !== null && record.account === who.phone)
    if (!connection?.codePairing) throw new Error('no client waits for a code of that number')
    const account = this.#account(who)
    connection.send(codeNotification(connection.codePairing.enter(code, account.phone)))
  }

  /** The client's last step of a pairing code. */
  finishCode(connection: Connection, registration: BinaryNode): void {
    const account = this.accounts.get(connection.record.account ?? '')
    if (!account || !connection.codePairing) throw new Error('there is no pairing to finish')
    this.#pair(connection, { phone: account.phone.phone, name: account.name }, connection.codePairing.finish(registration, account.phone))
  }

  /** The client has taken the link: only now does the device exist. WhatsApp then asks it to connect again. */
  confirmPairing(connection: Connection): void {
    const device = connection.pending
    if (!device) return
    device.account.devices.push(device)
    connection.end(stanza('stream:error', { code: '515' }))
    this.changed()
  }

  /** The owner removes the linked device on the phone. */
  unlink(phone: string): void {
    const device = this.deviceOf(phone)
    this.removeDevice(device)
    device.connection?.end(stanza('stream:error', { code: '401' }, [stanza('conflict', { type: 'device_removed' })]))
  }

  removeDevice(device: LinkedDevice): void {
    device.account.remove(device)
    this.changed()
  }

  // ---- messages

  deliver(inbound: Inbound): Promise<string> {
    return deliver(this, inbound)
  }

  deliverFromPhone(own: Parameters<typeof deliverFromPhone>[1]): Promise<string> {
    return deliverFromPhone(this, own)
  }

  /** A person's receipt: `read`, `played`, … without a type it means delivered. */
  receipt(options: { account: string; from: string; id: string; type?: string }): void {
    const type: Record<string, string> = options.type === undefined ? {} : { type: options.type }
    this.deviceOf(options.account).push(
      stanza('receipt', { from: this.people.byPhone(options.from).jid, id: options.id, t: seconds(), ...type }),
    )
  }

  /** A person could not read a message and asks for it again. */
  askAgain(options: { account: string; from: string; id: string; count?: number }): void {
    const device = this.deviceOf(options.account)
    const person = this.people.byPhone(options.from)
    const retry = stanza('retry', { count: String(options.count ?? 1), id: options.id, t: seconds(), v: '1' })
    device.push(stanza('receipt', { from: person.jid, id: options.id, t: seconds(), type: 'retry' }, [retry]))
  }

  /** A person begins or stops typing. */
  setTyping(options: { account: string; from: string; isTyping: boolean }): void {
    const state = stanza(options.isTyping ? 'composing' : 'paused')
    this.deviceOf(options.account).connection?.send(stanza('chatstate', { from: this.people.byPhone(options.from).jid }, [state]))
  }

  // ---- trouble

  /** Ends the connections (of one account): with a code as a `stream:error`, else without a word. */
  drop(code?: number, phone?: string): void {
    for (const connection of this.#open)
      if (phone === undefined || connection.device?.account.phone.phone === phone)
        connection.end(code === undefined ? undefined : stanza('stream:error', { code: String(code) }))
  }

  /** Another client takes the place of this one. */
  replace(phone: string): void {
    this.deviceOf(phone).connection?.end(stanza('stream:error', {}, [stanza('conflict', { type: 'replaced' })]))
  }

  /** The network is gone: open sockets are cut, new ones refused, until {@link comeUp}. */
  goDown(): void {
    this.#isDown = true
    for (const connection of this.#open) connection.cut()
  }

  comeUp(): void {
    this.#isDown = false
  }

  /** The next `times` logins (of one account) fail with that reason. */
  refuseLogins(reason: number, times = 1, phone: string | null = null): void {
    for (let index = 0; index < times; index += 1) this.#refusals.push({ phone, reason })
  }

  /** The next messages of clients go wrong. `lost`: never arrived; `unacknowledged`: arrived, and the socket died before saying so. */
  failMessages(fault: MessageFault, times = 1): void {
    for (let index = 0; index < times; index += 1) this.#messageFaults.push(fault)
  }

  // ---- watching

  /** Resolves with the first defined value of `look`, asked again whenever something happened here; rejects after a minute. */
  when<T>(look: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const patience = setTimeout(() => {
        if (this.#watchers.delete(check))
          reject(new Error(`Waited in vain for ${look}. Connections: ${JSON.stringify(this.connections)}; problems: ${this.problems}`))
      }, PATIENCE_MS).unref()
      const check = (): void => {
        const value = look()
        if (value === undefined) return
        clearTimeout(patience)
        this.#watchers.delete(check)
        resolve(value)
      }
      this.#watchers.add(check)
      check()
    })
  }

  /** Resolves when people have got this many messages in all. */
  async whenReceived(count: number): Promise<ReceivedMessage[]> {
    return this.when(() => (this.received.length >= count ? this.received : undefined))
  }

  changed(): void {
    for (const check of [...this.#watchers]) check()
  }

  // ---- for the parts of the server

  deviceOf(phone: string): LinkedDevice {
    const device = this.accounts.get(phone)?.device
    if (!device) throw new Error(`no device is linked to ${phone}`)
    return device
  }

  disconnected(connection: Connection): void {
    this.#open.delete(connection)
    this.changed()
  }

  takeRefusal(phone: string): number | null {
    const index = this.#refusals.findIndex((refusal) => refusal.phone === null || refusal.phone === phone)
    return index < 0 ? null : (this.#refusals.splice(index, 1)[0]?.reason ?? null)
  }

  takeMessageFault(): MessageFault | null {
    return this.#messageFaults.shift() ?? null
  }

  tookTyping(connection: Connection, node: BinaryNode): void {
    const state = Array.isArray(node.content) ? (node.content[0]?.tag ?? '') : ''
    this.typing.push({ account: connection.device?.account.phone.phone ?? '', chat: node.attrs['to'] ?? '', state })
  }

  rememberForRetry(id: string, sent: { person: Person; send: () => Promise<void> }): void {
    this.#retries.set(id, sent)
  }

  async sendAgain(id: string, device: LinkedDevice): Promise<void> {
    const sent = this.#retries.get(id)
    if (!sent) return
    sent.person.forgetSession(device.jid)
    await this.inOrder(sent.person, sent.send)
  }

  inOrder<T>(person: Person, work: () => Promise<T>): Promise<T> {
    const done = (this.#order.get(person) ?? Promise.resolve()).then(work, work)
    this.#order.set(person, done)
    return done
  }

  #account(who: WhoScans): Account {
    let account = this.accounts.get(who.phone)
    if (!account) {
      account = new Account(this.people.byPhone(who.phone, who.lid), who.name ?? 'Shop')
      this.accounts.set(who.phone, account)
    }
    if (who.name !== undefined) account.name = who.name
    return account
  }

  #pair(connection: Connection, who: WhoScans, advSecret: string): void {
    if (!connection.bundle) throw new Error('this client does not wait to be linked')
    const account = this.#account(who)
    const device = account.createDevice(connection.bundle)
    connection.pending = device
    connection.record.account = who.phone
    const drop = this.#pairingDrops.get(connection)
    if (drop === 'before_success') {
      connection.cut()
      return
    }
    const success = pairSuccess(account.phone, {
      jid: device.jid,
      lid: device.lidJid,
      identity: connection.bundle.identity,
      name: account.name,
      advSecret,
    })
    connection.send(stanza('iq', { from: SERVER, type: 'set', id: `paired-${Date.now()}`, xmlns: 'md', t: seconds() }, [success]))
    if (drop === 'after_success') {
      connection.pending = null
      connection.end()
    }
  }
}

export async function startWhatsAppServer(options: FakeWhatsAppOptions = {}): Promise<FakeWhatsApp> {
  const server = new FakeWhatsApp(options)
  await server.listen(options.port)
  return server
}
