/** The message store of the fake server, and the messages that tests put into it. */
import { randomBytes } from 'node:crypto'
import type { FakeInstance, Json, StoredMessage } from './model.ts'

export interface Inbound {
  /** Digits of the sender. */
  from?: string
  name?: string
  text?: string
  /** A whole `message` object instead of a text. */
  message?: Json
  messageType?: string
  contextInfo?: Json | null
  id?: string
  /** A group JID: the message then comes from `from` in that group. */
  group?: string
  /** The sender's LID; made up from the number unless given. */
  lid?: string
  /** How the sender is addressed: by phone (default), by LID with the phone beside it, or by LID alone. */
  addressing?: 'pn' | 'lid' | 'lid-only'
  /** Written on the account's own phone. */
  fromMe?: boolean
  /** Seconds since 1970. */
  timestamp?: number
  source?: string
  /** Raw base64 put beside the media part, as the webhook does it. */
  base64?: string
}

export function newId(prefix: string, bytes = 9): string {
  return `${prefix}${randomBytes(bytes).toString('hex').toUpperCase()}`
}

function keyOf(inbound: Inbound): StoredMessage['key'] {
  const from = inbound.from ?? '15552223333'
  const lid = `${inbound.lid ?? `9${from}`}@lid`
  const phone = `${from}@s.whatsapp.net`
  const id = inbound.id ?? newId('3A')
  const fromMe = inbound.fromMe ?? false
  if (inbound.group) {
    return fromMe
      ? { remoteJid: inbound.group, fromMe, id }
      : { remoteJid: inbound.group, fromMe, id, participant: lid, participantAlt: phone, addressingMode: 'lid' }
  }
  switch (inbound.addressing ?? 'pn') {
    case 'pn':
      return { remoteJid: phone, remoteJidAlt: lid, fromMe, id, participant: '', addressingMode: 'pn' }
    case 'lid':
      return { remoteJid: phone, remoteJidAlt: phone, fromMe, id, participant: '', addressingMode: 'lid' }
    case 'lid-only':
      return { remoteJid: lid, fromMe, id, participant: '', addressingMode: 'lid' }
  }
}

/** The `data` of a `messages.upsert` in the shape of the recording. */
export function upsertData(instance: FakeInstance, inbound: Inbound, nowMs: number): Json & { key: StoredMessage['key'] } {
  const message = { ...(inbound.message ?? { conversation: inbound.text ?? 'Hello' }) }
  if (inbound.base64) message['base64'] = inbound.base64
  const fromMe = inbound.fromMe ?? false
  return {
    key: keyOf(inbound),
    pushName: fromMe ? 'Você' : (inbound.name ?? 'Ann'),
    status: fromMe ? 'SERVER_ACK' : 'DELIVERY_ACK',
    message,
    ...(inbound.contextInfo === undefined ? {} : { contextInfo: inbound.contextInfo }),
    messageType: inbound.messageType ?? Object.keys(message).find((name) => name !== 'base64') ?? 'conversation',
    messageTimestamp: inbound.timestamp ?? Math.floor(nowMs / 1000),
    instanceId: instance.id,
    source: inbound.source ?? 'ios',
  }
}

/** Keeps a message as Evolution's database would; the same id is kept once. */
export function store(instance: FakeInstance, data: Json & { key: StoredMessage['key'] }): void {
  if (instance.messages.some((known) => known.key.id === data.key.id)) return
  const { status: _, message, ...rest } = data
  const { base64: __, ...withoutBytes } = (message ?? {}) as Json
  instance.messages.push({
    ...rest,
    id: newId('cm').toLowerCase(),
    key: data.key,
    message: withoutBytes,
    messageTimestamp: data['messageTimestamp'] as number,
    MessageUpdate: [],
  })
}

/** POST /chat/findMessages: newest first, `offset` is the page size. */
export function findMessages(instance: FakeInstance, body: Json): Json {
  const where = (body['where'] ?? {}) as Json
  const key = (where['key'] ?? {}) as Json
  const range = where['messageTimestamp'] as { gte?: string; lte?: string } | undefined
  const pageSize = typeof body['offset'] === 'number' ? body['offset'] : 50
  const page = typeof body['page'] === 'number' ? body['page'] : 1
  const from = range?.gte && range.lte ? Math.floor(Date.parse(range.gte) / 1000) : null
  const to = range?.gte && range.lte ? Math.floor(Date.parse(range.lte) / 1000) : null
  const found = instance.messages
    .filter((message) => ['id', 'remoteJid', 'fromMe'].every((name) => key[name] === undefined || key[name] === message.key[name]))
    .filter((message) => (from === null || message.messageTimestamp >= from) && (to === null || message.messageTimestamp <= to))
    .reverse()
    .sort((a, b) => b.messageTimestamp - a.messageTimestamp)
  const records = found.slice((page - 1) * pageSize, page * pageSize)
  return { messages: { total: found.length, pages: Math.ceil(found.length / pageSize), currentPage: page, records } }
}
