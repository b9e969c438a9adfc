import { type AuthenticationCreds, initAuthCreds, makeWASocket, type WAMessage, type WASocket } from 'baileys'
import { afterEach, expect, test } from 'vitest'
import { memoryKeys, quiet } from '../../support/whatsapp-server/signal-store.ts'
import { type FakeWhatsApp, type Inbound, startWhatsAppServer } from '../../support/whatsapp-server.ts'

const SHOP = { phone: '15550001111', lid: '777000111', name: 'Shop' }
const ANA = '15552223333'

/** A plain Baileys client: connects again when told to, and keeps what it saw. */
class Client {
  readonly creds: AuthenticationCreds
  readonly keys = memoryKeys()
  readonly messages: { message: WAMessage; type: string }[] = []
  readonly receipts: { id: string; status: number }[] = []
  readonly closes: number[] = []
  readonly server: FakeWhatsApp
  onQr: ((qr: string, socket: WASocket) => void) | null = null
  isOpen = false
  socket: WASocket

  constructor(server: FakeWhatsApp, creds = initAuthCreds()) {
    this.server = server
    this.creds = creds
    this.socket = this.connect()
  }

  connect(): WASocket {
    const socket = makeWASocket({
      auth: { creds: this.creds, keys: this.keys },
      waWebSocketUrl: this.server.url,
      logger: quiet,
      emitOwnEvents: false,
    })
    this.socket = socket
    socket.ev.on('creds.update', (update) => {
      Object.assign(this.creds, update)
      this.server.changed()
    })
    socket.ev.on('connection.update', ({ qr, connection, lastDisconnect }) => {
      if (qr) this.onQr?.(qr, socket)
      if (connection) this.isOpen = connection === 'open'
      if (connection === 'close') {
        const error = lastDisconnect?.error
        const code = error && 'output' in error ? (error.output as { statusCode: number }).statusCode : 0
        this.closes.push(code)
        if (code === 515) this.connect()
      }
      this.server.changed()
    })
    socket.ev.on('messages.upsert', ({ messages, type }) => {
      this.messages.push(...messages.map((message) => ({ message, type })))
      this.server.changed()
    })
    socket.ev.on('messages.update', (updates) => {
      for (const { key, update } of updates) if (update.status) this.receipts.push({ id: key.id ?? '', status: update.status })
      this.server.changed()
    })
    return socket
  }

  get texts(): string[] {
    return this.messages
      .map(({ message }) => message.message?.conversation ?? message.message?.extendedTextMessage?.text ?? '')
      .filter((text) => text)
  }

  whenOpen(): Promise<true> {
    return this.server.when(() => this.isOpen || undefined)
  }
}

const cleanUps: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function start(): Promise<{ server: FakeWhatsApp; client: Client }> {
  const server = await startWhatsAppServer()
  cleanUps.push(() => server.stop())
  const client = new Client(server)
  cleanUps.push(() => client.socket.end(undefined))
  return { server, client }
}

async function linked(): Promise<{ server: FakeWhatsApp; client: Client }> {
  const { server, client } = await start()
  client.onQr = (qr) => void server.scan(qr, SHOP)
  // Until the first history is through, Baileys holds events back.
  await server.when(() => (client.isOpen && client.creds.accountSyncCounter > 0 ? true : undefined))
  return { server, client }
}

test('a scan links a device, asks it to connect again, and the one-time keys arrive', async () => {
  const { server, client } = await linked()
  await server.when(() => (server.deviceOf(SHOP.phone).bundle.preKeyCount > 0 ? true : undefined))
  expect(client.creds.me).toMatchObject({ id: '15550001111:1@s.whatsapp.net', lid: '777000111:1@lid' })
  expect(server.connections.map(({ outcome }) => outcome)).toEqual(['pairing', 'logged_in'])
  expect(server.problems).toEqual([])
})

test('a pairing code typed into the phone links it too', async () => {
  const { server, client } = await start()
  let code = ''
  client.onQr = (_qr, socket) => {
    client.onQr = null
    void socket.requestPairingCode(SHOP.phone).then((answer) => {
      code = answer
    })
  }
  await server.when(() => (server.openConnections[0]?.codePairing ? true : undefined))
  expect(code).toMatch(/^[A-Z0-9]{8}$/)
  server.enterCode(code, SHOP)
  await server.when(() => (client.closes.includes(515) && client.isOpen ? true : undefined))
  expect(server.deviceOf(SHOP.phone).connection).not.toBeNull()
})

test('messages arrive by phone number and by LID, encrypted and plain, and are confirmed', async () => {
  const { server, client } = await linked()
  const ids: string[] = []
  const forms: Partial<Inbound>[] = [
    { text: 'by phone' },
    { text: 'by lid', addressing: 'lid' },
    { text: 'plain', from: '15554445555', isPlain: true },
  ]
  for (const form of forms) {
    // One at a time: Baileys may hand over what came together in another order.
    ids.push(await server.deliver({ to: SHOP.phone, from: ANA, ...form }))
    await server.when(() => (client.texts.length === ids.length ? true : undefined))
  }
  expect(client.texts).toEqual(['by phone', 'by lid', 'plain'])
  const keys = client.messages.filter(({ message }) => ids.includes(message.key.id ?? '')).map(({ message }) => message.key)
  expect(keys[0]).toMatchObject({ remoteJid: `${ANA}@s.whatsapp.net`, remoteJidAlt: `9${ANA}@lid` })
  expect(keys[1]).toMatchObject({ remoteJid: `9${ANA}@lid`, remoteJidAlt: `${ANA}@s.whatsapp.net` })
  await server.when(() => (ids.every((id) => server.receipts.some((receipt) => receipt.id === id)) ? true : undefined))
  expect(
    server
      .deviceOf(SHOP.phone)
      .unconfirmed()
      .filter(({ tag }) => tag === 'message'),
  ).toEqual([])
})

test('a reply is read by the customer, acknowledged and receipted; the same id again is one message', async () => {
  const { server, client } = await linked()
  const sent = await client.socket.sendMessage(`${ANA}@s.whatsapp.net`, { text: 'We open at 9' }, { messageId: 'AAAA0001' })
  await server.whenReceived(1)
  expect(server.received[0]).toMatchObject({ account: SHOP.phone, to: ANA, id: 'AAAA0001', text: 'We open at 9', times: 1 })
  await server.when(() => client.receipts.find(({ id, status }) => id === sent?.key.id && status === 3))
  await client.socket.sendMessage(`${ANA}@s.whatsapp.net`, { text: 'We open at 9' }, { messageId: 'AAAA0001' })
  await server.when(() => (server.received[0]?.times === 2 ? true : undefined))
  expect(server.received).toHaveLength(1)
  server.receipt({ account: SHOP.phone, from: ANA, id: 'AAAA0001', type: 'read' })
  await server.when(() => client.receipts.find(({ status }) => status === 4))
})

test('what came while the client was away comes as offline messages at its next login', async () => {
  const { server, client } = await linked()
  server.drop(503)
  await server.when(() => (client.closes.includes(503) ? true : undefined))
  await server.deliver({ to: SHOP.phone, from: ANA, text: 'are you there?' })
  client.connect()
  await server.when(() => (client.texts.length === 1 ? true : undefined))
  expect(client.messages.at(-1)).toMatchObject({ type: 'append' })
})

test('what is written on the phone arrives as an own message', async () => {
  const { server, client } = await linked()
  await server.deliverFromPhone({ account: SHOP.phone, to: ANA, text: 'from my phone' })
  await server.when(() => (client.texts.includes('from my phone') ? true : undefined))
  expect(client.messages.at(-1)?.message.key).toMatchObject({ fromMe: true, remoteJid: `${ANA}@s.whatsapp.net` })
})

test('a client that lost its keys asks again and can read it then', async () => {
  const { server, client } = await linked()
  await server.deliver({ to: SHOP.phone, from: ANA, text: 'first' })
  await server.when(() => (client.texts.length === 1 ? true : undefined))
  await client.keys.set({ session: { [`${ANA}.0`]: null, [`9${ANA}_1.0`]: null } })
  await server.deliver({ to: SHOP.phone, from: ANA, text: 'second' })
  await server.when(() => (client.texts.includes('second') ? true : undefined))
  expect(server.receipts.some(({ type }) => type === 'retry')).toBe(true)
})

test('unlinking on the phone ends the connection with 401 and refuses the next login', async () => {
  const { server, client } = await linked()
  server.unlink(SHOP.phone)
  await server.when(() => (client.closes.includes(401) ? true : undefined))
  client.connect()
  await server.when(() => (client.closes.filter((code) => code === 401).length === 2 ? true : undefined))
  expect(server.connections.at(-1)?.outcome).toBe('rejected')
})

test('another client in its place, a refused login and a network that is gone', async () => {
  const { server, client } = await linked()
  server.replace(SHOP.phone)
  await server.when(() => (client.closes.includes(440) ? true : undefined))
  server.refuseLogins(503)
  client.connect()
  await server.when(() => (client.closes.includes(503) ? true : undefined))
  server.goDown()
  client.connect()
  await server.when(() => (server.connections.at(-1)?.outcome === 'refused' ? true : undefined))
  server.comeUp()
  client.connect()
  await client.whenOpen()
})
