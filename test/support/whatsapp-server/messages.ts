/** Messages on their way through the fake server: from a client to people, and from people to a client. */
import { randomBytes } from 'node:crypto'
import { type BinaryNode, proto } from 'baileys'
import type { LinkedDevice } from './account.ts'
import type { Connection } from './connection.ts'
import { type Inbound, textOf } from './model.ts'
import type { Person } from './person.ts'
import type { FakeWhatsApp } from './server.ts'
import { child, children, seconds, stanza } from './stanza.ts'

/** Its last bytes are the check of what is before them. */
function garbled(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes)
  copy[copy.length - 3] = (copy[copy.length - 3] ?? 0) ^ 0xff
  return copy
}

export const newMessageId = (): string => `3A${randomBytes(9).toString('hex').toUpperCase()}`

/** A client's message: acknowledged, decrypted by its recipients, and receipted by them. */
export async function takeMessage(connection: Connection, node: BinaryNode): Promise<void> {
  const { server, device } = connection
  const { id = '', to: chat = '' } = node.attrs
  if (!device) return
  const fault = server.takeMessageFault()
  if (fault === 'lost') return connection.cut()
  if (typeof fault === 'number') {
    connection.send(stanza('ack', { class: 'message', id, from: chat, t: seconds(), error: String(fault) }))
    return
  }
  for (const { jid, enc } of encryptedCopies(node)) await takeCopy(server, device, { id, chat, jid, enc })
  await server.tookMessage?.(connection, node)
  if (fault === 'unacknowledged') return connection.cut()
  connection.send(stanza('ack', { class: 'message', id, from: chat, t: seconds() }))
}

function encryptedCopies(node: BinaryNode): { jid: string; enc: BinaryNode }[] {
  const copies = child(node, 'participants') ? children(child(node, 'participants')) : [{ ...node, attrs: { jid: node.attrs['to'] ?? '' } }]
  return copies.flatMap((copy) => {
    const enc = child(copy, 'enc')
    return enc && enc.attrs['type'] !== 'skmsg' ? [{ jid: copy.attrs['jid'] ?? '', enc }] : []
  })
}

async function takeCopy(
  server: FakeWhatsApp,
  device: LinkedDevice,
  copy: { id: string; chat: string; jid: string; enc: BinaryNode },
): Promise<void> {
  const person = server.people.byJid(copy.jid)
  const isOwnPhone = person === device.account.phone
  const message = await person.decrypt(copy.enc, device.jid)
  if (isOwnPhone) return
  if (message === null) {
    server.unreadable.push({ account: device.account.phone.phone, to: person.phone, id: copy.id })
    return
  }
  // A key to a group's messages says nothing on its own.
  const { senderKeyDistributionMessage: key } = message
  if (key) {
    await person.signal.processSenderKeyDistributionMessage({ item: key, authorJid: device.lidJid })
    return
  }
  const known = server.received.find(({ id, to }) => id === copy.id && to === person.phone)
  if (known) known.times += 1
  else
    server.received.push({
      account: device.account.phone.phone,
      to: person.phone,
      chat: copy.chat,
      id: copy.id,
      message,
      text: textOf(message),
      times: 1,
    })
  if (server.acknowledgesSends) device.push(stanza('receipt', { from: copy.chat, id: copy.id, t: seconds() }))
}

/** Encrypts what a person wrote and hands it to the account's linked device. Returns the message's id. */
export async function deliver(server: FakeWhatsApp, inbound: Inbound): Promise<string> {
  const device = server.deviceOf(inbound.to)
  const person = server.people.byPhone(inbound.from)
  const id = inbound.id ?? newMessageId()
  const message = proto.Message.fromObject(inbound.message ?? { conversation: inbound.text ?? '' })
  const addressing: Record<string, string> =
    inbound.addressing === 'lid'
      ? { from: person.lidJid, addressing_mode: 'lid', ...(inbound.hidesPhone ? {} : { sender_pn: person.jid }) }
      : { from: person.jid, addressing_mode: 'pn', sender_lid: person.lidJid }
  const attrs = {
    id,
    type: 'text',
    t: String(Math.floor((inbound.sentAtMs ?? Date.now()) / 1000)),
    notify: inbound.pushName ?? 'Peer',
    ...addressing,
    ...inbound.attrs,
  }
  let isGarbled = inbound.isGarbled === true
  const send = async (): Promise<void> => {
    const body = inbound.isPlain
      ? stanza('plaintext', {}, proto.Message.encode(message).finish())
      : await encryptedFor(person, device, message)
    if (isGarbled && body.content instanceof Uint8Array) {
      body.content = garbled(body.content)
      isGarbled = false
    }
    device.push(stanza('message', attrs, [body]))
  }
  server.rememberForRetry(id, { person, send })
  // One after the other: Signal counts the messages of a session.
  await server.inOrder(person, send)
  return id
}

/** What the account's owner wrote on the phone: the linked device gets a copy of it. */
export async function deliverFromPhone(
  server: FakeWhatsApp,
  own: { account: string; to: string; text?: string; message?: proto.IMessage; id?: string },
): Promise<string> {
  const device = server.deviceOf(own.account)
  const { phone } = device.account
  const person = server.people.byPhone(own.to)
  const id = own.id ?? newMessageId()
  const message = own.message ?? { conversation: own.text ?? '' }
  const send = async (): Promise<void> => {
    const body = await encryptedFor(phone, device, { deviceSentMessage: { destinationJid: person.jid, message } })
    const attrs = {
      from: phone.jid,
      recipient: person.jid,
      peer_recipient_lid: person.lidJid,
      id,
      type: 'text',
      t: seconds(),
      notify: device.account.name,
    }
    device.push(stanza('message', attrs, [body]))
  }
  server.rememberForRetry(id, { person: phone, send })
  await server.inOrder(phone, send)
  return id
}

export async function encryptedFor(person: Person, device: LinkedDevice, message: proto.IMessage): Promise<BinaryNode> {
  const { type, ciphertext } = await person.encrypt(message, { jid: device.jid, bundle: device.bundle })
  return stanza('enc', { v: '2', type }, ciphertext)
}
