import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { proto } from 'baileys'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NormalizeContext } from './normalize/context.ts'
import { messageEvents } from './normalize/message.ts'
import { messageOfProtobuf } from './normalize/protobuf-text.ts'
import { SealedEdits } from './sealed-edits.ts'

const ANN = '15552223333@s.whatsapp.net'
const ANN_LID = '915552223333@lid'
const SECRET = randomBytes(32)

/** As WhatsApp seals it: made here from its description, and not with the code that opens it. */
function sealed(edited: proto.IMessage, { author = ANN, id = 'M1', secret = SECRET as Uint8Array, target = {} } = {}) {
  const plain = proto.Message.encode(
    proto.Message.fromObject({ protocolMessage: { type: 14, key: { id }, editedMessage: edited, timestampMs: 1_795_000_000_000 } }),
  ).finish()
  const iv = randomBytes(12)
  const key = hkdfSync('sha256', secret, Buffer.alloc(0), Buffer.from(`${id}${author}${author}Message Edit`), 32)
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key), iv)
  const encPayload = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  return { targetMessageKey: { id, fromMe: true, ...target }, encPayload, encIv: iv, secretEncType: 2 as number | string }
}

const inBytes = (bytes: Uint8Array): unknown => bytes
/** As Evolution prints bytes. */
const inRows = (bytes: Uint8Array): unknown => Object.fromEntries([...bytes].map((byte, index) => [index, byte]))
const inBase64 = (bytes: Uint8Array): unknown => Buffer.from(bytes).toString('base64')
const inBuffers = (bytes: Uint8Array): unknown => JSON.parse(JSON.stringify(Buffer.from(bytes)))

function reading(lidsOf: (phone: string) => string[] = () => []) {
  const edits = new SealedEdits()
  const context: NormalizeContext = {
    own: { phone: '15550001111', lid: '777000111' },
    nowMs: Date.parse('2026-11-21T09:00:00.000Z'),
    phoneOfLid: () => null,
    unsealed: (data, message, own) => edits.read(data, message, { own, lidsOf }),
  }
  return (id: string, message: object, key: object = {}) =>
    messageEvents({ key: { id, remoteJid: ANN, fromMe: false, ...key }, message, messageTimestamp: 1_795_000_000 }, {}, 'new', context)
}

const withSecret = (print = inRows) => ({ conversation: '10 cakes', messageContextInfo: { messageSecret: print(SECRET) } })

describe('an edit that WhatsApp has sealed', () => {
  it.each([
    ['bytes', inBytes],
    ['rows of numbers', inRows],
    ['base64', inBase64],
    ['printed buffers', inBuffers],
  ])('is read from %s', (_, print) => {
    const read = reading()
    read('M1', withSecret(print))
    const { encPayload, encIv, ...rest } = sealed({ conversation: '1 cake' })
    expect(read('E1', { secretEncryptedMessage: { ...rest, encPayload: print(encPayload), encIv: print(encIv) } })).toMatchObject([
      { type: 'edit', externalId: 'M1', text: '1 cake' },
    ])
  })

  it.each<[string, proto.IMessage]>([
    ['a longer text', { extendedTextMessage: { text: '1 cake', contextInfo: { stanzaId: 'Q' } } }],
    ['the caption of a picture', { imageMessage: { caption: '1 cake', mediaKey: randomBytes(32), fileLength: 7 } }],
    ['the caption of a video', { videoMessage: { caption: '1 cake', seconds: 3 } }],
    ['the caption of a file', { documentWithCaptionMessage: { message: { documentMessage: { caption: '1 cake' } } } }],
    ['a text that disappears', { ephemeralMessage: { message: { conversation: '1 cake' } } }],
  ])('changes %s', (_, edited) => {
    const read = reading()
    read('M1', withSecret())
    expect(read('E1', { secretEncryptedMessage: sealed(edited) })).toMatchObject([{ type: 'edit', externalId: 'M1', text: '1 cake' }])
  })

  it.each([
    ['of a LID, named beside the phone', ANN_LID, { remoteJidAlt: ANN_LID }, () => []],
    ['of a LID that only the book knows', ANN_LID, {}, () => ['915552223333']],
    ["of the shop's own phone", '15550001111@s.whatsapp.net', { fromMe: true }, () => []],
    ["of the shop's own LID", '777000111@lid', { fromMe: true }, () => []],
    ['of a member of a group', ANN, { remoteJid: '120363000000000001@g.us', participant: ANN_LID, participantAlt: ANN }, () => []],
  ])('is opened with the address %s', (_, author, key, lidsOf) => {
    const read = reading(lidsOf)
    read('M1', withSecret(), key)
    expect(read('E1', { secretEncryptedMessage: sealed({ conversation: '1 cake' }, { author }) }, key)).toMatchObject([
      { type: 'edit', externalId: 'M1', text: '1 cake' },
    ])
  })

  it('is opened with a LID that only its own key names', () => {
    const read = reading()
    read('M1', withSecret())
    const message = sealed({ conversation: '1 cake' }, { author: ANN_LID, target: { remoteJid: ANN_LID } })
    expect(read('E1', { secretEncryptedMessage: message })).toMatchObject([{ type: 'edit', externalId: 'M1', text: '1 cake' }])
  })

  it.each([
    ['came before its key', () => sealed({ conversation: 'x' }, { id: 'unknown' })],
    ['was made with another key', () => sealed({ conversation: 'x' }, { secret: randomBytes(32) })],
    ['was made by somebody else', () => sealed({ conversation: 'x' }, { author: '15559998888@s.whatsapp.net' })],
    ['is cut', () => ({ ...sealed({ conversation: 'x' }), encPayload: new Uint8Array([1, 2, 3]) })],
    ['has no vector', () => ({ ...sealed({ conversation: 'x' }), encIv: null })],
  ])('is shown as an unreadable change, and not answered, if it %s', (_, make) => {
    const read = reading()
    read('M1', withSecret())
    const message = make()
    expect(read('E1', { secretEncryptedMessage: message })).toMatchObject([
      { type: 'message', kind: 'unsupported', freshness: 'history', quote: { externalId: message.targetMessageKey.id } },
    ])
  })

  it('says nothing where an event or a poll was changed', () => {
    const read = reading()
    for (const secretEncType of [0, 1, 'EVENT_EDIT', undefined])
      expect(read('E1', { secretEncryptedMessage: { ...sealed({}), secretEncType } })).toEqual([])
  })
})

describe('encoded messages', () => {
  it('are read as the library does, whatever else is in them', () => {
    const message = { conversation: 'olá 🍰', imageMessage: { caption: 'x', width: 3, scanLengths: [1, 2] }, messageContextInfo: {} }
    const bytes = proto.Message.encode(proto.Message.fromObject(message)).finish()
    expect(messageOfProtobuf(bytes)).toEqual({ conversation: 'olá 🍰', imageMessage: { caption: 'x' } })
  })

  it('are never the end of anything when they are nonsense', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        messageOfProtobuf(bytes)
      }),
    )
    const nested = Array.from({ length: 40 }).reduce<Uint8Array>(
      (inner) => Uint8Array.from([0xc2, 2, inner.length + 2, 0x0a, inner.length, ...inner].slice(0, 120)),
      new Uint8Array(),
    )
    expect(messageOfProtobuf(nested)).toBeNull()
  })
})
