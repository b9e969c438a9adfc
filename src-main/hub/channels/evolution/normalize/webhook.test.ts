import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { OmniError } from '../../../../../src-shared/errors.ts'
import type { ChannelEvent, InboundMessage } from '../../port.ts'
import type { NormalizeContext } from '../../whatsapp/normalize/context.ts'
import { canonicalEvent, normalizeWebhook } from './webhook.ts'

const recorded = JSON.parse(readFileSync(new URL('../../../../../test/fixtures/evolution/webhooks.json', import.meta.url), 'utf8')) as {
  body: { event: string; data: unknown }
}[]

const NOW = Date.parse('2026-11-21T09:00:00.000Z')

function context(patch: Partial<NormalizeContext> = {}): NormalizeContext {
  return { own: { phone: '15550001111', lid: '777000111' }, nowMs: NOW, phoneOfLid: () => null, ...patch }
}

const ANN = [
  { kind: 'phone', value: '15552223333' },
  { kind: 'lid', value: '915552223333' },
]

/** Number in the recording: what must come of it. An empty list means: understood, and nothing to tell. */
const EXPECTED: Record<number, object[]> = {
  0: [],
  5: [
    {
      type: 'message',
      externalId: '3AC76080073E4E2ACB18',
      chat: { externalId: '15552223333@s.whatsapp.net', kind: 'direct', name: null },
      sender: { identities: ANN, name: 'Ann', avatarUrl: null },
      author: 'customer',
      kind: 'text',
      text: 'text',
      sentAt: '2026-11-21T08:35:45.000Z',
      freshness: 'new',
    },
  ],
  6: [{ type: 'contact', identities: [{ kind: 'phone', value: '15552223333' }], name: 'Ann', avatarUrl: null }],
  7: [],
  8: [],
  9: [
    {
      type: 'message',
      externalId: '3A6D428A41B3A4448F5A',
      chat: { externalId: '15554445555@s.whatsapp.net', kind: 'direct', name: null },
      sender: { identities: [{ kind: 'phone', value: '15554445555' }], name: 'Bob', avatarUrl: null },
      text: 'lid reply',
      quote: { externalId: 'Q1', text: 'orig', authorName: null },
      mentionsAccount: false,
    },
  ],
  11: [],
  12: [],
  13: [
    {
      type: 'message',
      kind: 'audio',
      text: '',
      media: {
        mimeType: 'audio/ogg; codecs=opus',
        fileName: null,
        sizeBytes: 5,
        durationSeconds: 2,
        width: null,
        height: null,
        isVoiceNote: true,
        bytes: null,
        url: null,
      },
    },
  ],
  15: [{ type: 'message', kind: 'document', media: { mimeType: 'application/pdf', fileName: 'a.pdf', sizeBytes: 5, isVoiceNote: false } }],
  21: [{ type: 'typing', chatExternalId: '15552223333@s.whatsapp.net', isTyping: false }],
  22: [{ type: 'typing', chatExternalId: '15552223333@s.whatsapp.net', who: [{ kind: 'phone', value: '15552223333' }], isTyping: true }],
  23: [{ type: 'message', kind: 'location', location: { latitude: 1.5, longitude: 2.5, name: 'Here' } }],
  27: [{ type: 'message', kind: 'contact', sharedContacts: [{ name: 'Carl', vcard: 'BEGIN:VCARD\nVERSION:3.0\nFN:Carl\nEND:VCARD' }] }],
  31: [
    {
      type: 'contact',
      identities: [
        { kind: 'phone', value: '15554445555' },
        { kind: 'lid', value: '915554445555' },
      ],
      name: null,
    },
  ],
  32: [{ type: 'reaction', externalId: '3AFDC8879CFCC4BA9C04', targetExternalId: 'XYZ', emoji: '❤️', by: ANN, byName: 'Ann', isOwn: false }],
  35: [
    {
      type: 'message',
      chat: { externalId: '120363000000000001@g.us', kind: 'group', name: null },
      sender: { identities: ANN, name: 'Ann', avatarUrl: null },
      text: 'in group',
      mentionsAccount: false,
    },
  ],
  // A group's contact row carries the name of whoever wrote last.
  36: [],
  38: [],
  39: [{ type: 'receipt', externalId: '3EB050A2005CFB64C3E052', state: 'sent' }],
  40: [{ type: 'receipt', externalId: '3EB0A9F7CF24E9F19556F5', state: 'sent' }],
  41: [{ type: 'receipt', externalId: '3EB050A2005CFB64C3E052', state: 'delivered' }],
  42: [{ type: 'receipt', externalId: '3EB04218B03F0F98CB4C10', state: 'sent' }],
  45: [{ type: 'receipt', externalId: '3EB050A2005CFB64C3E052', state: 'read' }],
  46: [{ type: 'revoke', externalId: '3EB050A2005CFB64C3E052' }],
}

const LINKS: Record<number, object> = {
  1: { kind: 'connecting' },
  2: { kind: 'qr', pairingCode: null, image: 'data:image/png;base64,iVBORw0KGgoAAAANSU...' },
  3: { kind: 'connecting' },
  4: { kind: 'open', phone: '15550001111', profileName: 'Shop', profilePictureUrl: null },
  47: { kind: 'connecting' },
  48: { kind: 'close', reason: 401 },
  49: { kind: 'logged_out' },
  50: { kind: 'close', reason: 401 },
  51: { kind: 'removed' },
  52: { kind: 'removed' },
}

describe('the recorded webhooks', () => {
  it.each(Object.entries(EXPECTED))('number %s becomes what it says', (index, expected) => {
    const { events } = normalizeWebhook(recorded[Number(index)]?.body, context())
    expect(events).toHaveLength(expected.length)
    expect(events).toMatchObject(expected)
  })

  it.each(Object.entries(LINKS))('number %s reports the link', (index, expected) => {
    const { events, link } = normalizeWebhook(recorded[Number(index)]?.body, context())
    expect(events).toEqual([])
    expect(link).toMatchObject(expected)
  })

  it('are all understood, and only those about the link report it', () => {
    for (const [index, { body }] of recorded.entries()) {
      const { link, remoteName } = normalizeWebhook(body, context())
      expect(link !== null, `number ${index}, ${body.event}`).toBe(index in LINKS)
      expect(remoteName).toBe('cap')
    }
  })

  it('never put the key or media bytes on the trace', () => {
    for (const { body } of recorded) {
      for (const event of normalizeWebhook(body, context()).events) expect(JSON.stringify(event)).not.toContain('3BEDFFDD')
    }
  })
})

function upsert(data: object, envelope: object = {}): unknown {
  return { event: 'messages.upsert', instance: 'cap', sender: '15550001111@s.whatsapp.net', data, ...envelope }
}

function messageWith(message: object, rest: object = {}): InboundMessage {
  const data = {
    key: { remoteJid: '15552223333@s.whatsapp.net', fromMe: false, id: 'M1' },
    pushName: 'Ann',
    message,
    messageTimestamp: 1795250145,
    ...rest,
  }
  const event = normalizeWebhook(upsert(data), context()).events[0]
  if (event?.type !== 'message') throw new Error(`not a message: ${JSON.stringify(event)}`)
  return event
}

function eventsOf(body: unknown, patch: Partial<NormalizeContext> = {}): ChannelEvent[] {
  return normalizeWebhook(body, context(patch)).events
}

describe('the shape of the envelope', () => {
  const data = {
    key: { remoteJid: '1555222@s.whatsapp.net', fromMe: false, id: 'A' },
    message: { conversation: 'hi' },
    messageTimestamp: 1795250145,
  }
  const second = { ...data, key: { ...data.key, id: 'B' } }

  it('may name the event in any of the spellings', () => {
    for (const event of ['messages.upsert', 'MESSAGES_UPSERT', 'messages-upsert']) expect(eventsOf({ event, data })).toHaveLength(1)
    expect(canonicalEvent('group-participants.update')).toBe(canonicalEvent('GROUP_PARTICIPANTS_UPDATE'))
  })

  it('may hold one message, a list, a list under "messages", or the list of version 1', () => {
    expect(eventsOf({ event: 'messages.upsert', data: [data, second] })).toHaveLength(2)
    expect(eventsOf({ event: 'messages.upsert', data: { messages: [data, second] } })).toHaveLength(2)
    expect(eventsOf({ event: 'messages.upsert', messages: [data, second] })).toHaveLength(2)
  })

  it('may have its data as base64 of JSON', () => {
    const encoded = Buffer.from(JSON.stringify(data)).toString('base64')
    expect(eventsOf({ event: 'messages.upsert', data: encoded })).toMatchObject([{ externalId: 'A', text: 'hi' }])
  })

  it('may hide neither depth nor millions of values in base64', () => {
    const hidden = (text: string) => () => eventsOf({ event: 'messages.upsert', data: Buffer.from(text).toString('base64') })
    expect(hidden(`${'['.repeat(100)}${']'.repeat(100)}`)).toThrow(/nested/)
    expect(hidden(`[${'{},'.repeat(400_000)}{}]`)).toThrow(/more values/)
  })

  it('may lack the event when the data is plainly a message', () => {
    expect(eventsOf({ data })).toMatchObject([{ externalId: 'A' }])
  })

  it('keeps what is readable of a list', () => {
    expect(eventsOf({ event: 'messages.upsert', data: [null, 7, { key: null }, data] })).toHaveLength(1)
  })

  it.each([
    ['nothing', undefined],
    ['a list', []],
    ['text', 'hello'],
    ['an object without an event', {}],
    ['an event that is not a name', { event: { toString: 'x' }, data }],
    ['data that is a number', { event: 'messages.upsert', data: 7 }],
    ['data that is text but no base64 of JSON', { event: 'messages.upsert', data: 'hello' }],
    ['a message without a key', { event: 'messages.upsert', data: { message: { conversation: 'x' } } }],
    ['a message with an id that is not text', { event: 'messages.upsert', data: { ...data, key: { ...data.key, id: { $ne: 1 } } } }],
    ['no messages at all', { event: 'messages.upsert', data: [] }],
  ])('is refused as a bad request when it is %s', (_, body) => {
    let thrown: unknown
    try {
      normalizeWebhook(body, context())
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(OmniError)
    expect((thrown as OmniError).code).toBe('bad_request')
  })
})

describe('who wrote', () => {
  const key = { fromMe: false, id: 'M1' }
  const chatAndSender = (data: object, patch: Partial<NormalizeContext> = {}): object => {
    const event = eventsOf(upsert({ message: { conversation: 'x' }, messageTimestamp: 1, ...data }), patch)[0] as InboundMessage
    return { chat: event.chat.externalId, who: event.sender?.identities }
  }
  const phoneAndLid = [
    { kind: 'phone', value: '5511987654321' },
    { kind: 'lid', value: '123456789' },
  ]

  it.each([
    ['2.3.7, phone first', { remoteJid: '5511987654321@s.whatsapp.net', remoteJidAlt: '123456789@lid' }],
    ['2.3.1 to 2.3.6, LID first', { remoteJid: '123456789@lid', remoteJidAlt: '5511987654321@s.whatsapp.net' }],
    ['up to 2.3.0, senderPn', { remoteJid: '123456789@lid', senderPn: '5511987654321@s.whatsapp.net' }],
    ['with a device suffix', { remoteJid: '5511987654321:12@s.whatsapp.net', remoteJidAlt: '123456789:3@lid' }],
  ])('is one person in the shape of %s', (_, address) => {
    expect(chatAndSender({ key: { ...key, ...address } })).toEqual({ chat: '5511987654321@s.whatsapp.net', who: phoneAndLid })
  })

  it('is the LID alone when no phone is known, and the phone once it was learned', () => {
    const data = { key: { ...key, remoteJid: '123456789@lid' } }
    expect(chatAndSender(data)).toEqual({ chat: '123456789@lid', who: [{ kind: 'lid', value: '123456789' }] })
    expect(chatAndSender(data, { phoneOfLid: () => '5511987654321' })).toEqual({ chat: '5511987654321@s.whatsapp.net', who: phoneAndLid })
  })

  it.each([
    ['participantAlt', { participant: '123456789@lid', participantAlt: '5511987654321@s.whatsapp.net' }],
    ['participantPn', { participant: '123456789@lid', participantPn: '5511987654321@s.whatsapp.net' }],
    ['participant with the phone', { participant: '5511987654321@s.whatsapp.net', participantLid: '123456789@lid' }],
  ])('is found in groups by %s', (_, who) => {
    expect(chatAndSender({ key: { ...key, remoteJid: '120363@g.us', ...who } })).toEqual({ chat: '120363@g.us', who: phoneAndLid })
  })

  it('is the phone of the account for own messages, with the other side as the chat', () => {
    const data = {
      key: { ...key, fromMe: true, remoteJid: '5511987654321@s.whatsapp.net' },
      pushName: 'Você',
      message: { conversation: 'mine' },
    }
    expect(eventsOf(upsert(data))).toMatchObject([
      {
        author: 'phone',
        chat: { externalId: '5511987654321@s.whatsapp.net' },
        sender: { name: null, identities: [{ value: '5511987654321' }] },
      },
    ])
  })

  it('is whoever wrote to a broadcast list, in a chat of their own', () => {
    const list = { ...key, remoteJid: '1700000000@broadcast', participant: '15561110003@s.whatsapp.net' }
    expect(chatAndSender({ key: list })).toEqual({
      chat: '15561110003@s.whatsapp.net',
      who: [{ kind: 'phone', value: '15561110003' }],
    })
    // What the shop itself sent to a list went to many chats.
    expect(eventsOf(upsert({ key: { ...list, fromMe: true }, message: { conversation: 'offer' } }))).toEqual([])
  })

  it('is nobody for status updates, newsletters and WhatsApp itself', () => {
    for (const remoteJid of ['status@broadcast', '123@newsletter', '123@broadcast', '0@s.whatsapp.net', 'x@evil.example']) {
      expect(eventsOf(upsert({ key: { ...key, remoteJid }, message: { conversation: 'x' } }))).toEqual([])
    }
  })
})

describe('what was said', () => {
  it.each([
    ['long text', { extendedTextMessage: { text: 'hi https://x.example' } }, { kind: 'text', text: 'hi https://x.example' }],
    [
      'an image with a caption',
      { imageMessage: { mimetype: 'image/png', caption: 'look', width: 3, height: 4 } },
      { kind: 'image', text: 'look', media: { mimeType: 'image/png', width: 3, height: 4 } },
    ],
    ['a round video', { ptvMessage: { seconds: 9 } }, { kind: 'video', media: { mimeType: 'video/mp4', durationSeconds: 9 } }],
    ['a sticker', { stickerMessage: { fileLength: '12' } }, { kind: 'sticker', media: { mimeType: 'image/webp', sizeBytes: 12 } }],
    ['a view-once image', { viewOnceMessageV2: { message: { imageMessage: { caption: 'once' } } } }, { kind: 'image', text: 'once' }],
    ['a disappearing text', { ephemeralMessage: { message: { extendedTextMessage: { text: 'gone' } } } }, { kind: 'text', text: 'gone' }],
    [
      'a document with a caption',
      { documentWithCaptionMessage: { message: { documentMessage: { fileName: 'b.pdf', caption: 'bill' } } } },
      { kind: 'document', text: 'bill', media: { fileName: 'b.pdf' } },
    ],
    [
      'a live location',
      { liveLocationMessage: { degreesLatitude: -23.5, degreesLongitude: -46.6, caption: 'coming' } },
      { kind: 'location', text: 'coming', location: { latitude: -23.5, longitude: -46.6 } },
    ],
    [
      'a location that cannot be',
      { locationMessage: { degreesLatitude: 123, degreesLongitude: 0 } },
      { kind: 'unsupported', location: null },
    ],
    [
      'several contacts',
      { contactsArrayMessage: { contacts: [{ vcard: 'BEGIN:VCARD\nFN:Zoe\nEND:VCARD' }, { displayName: 'Max' }] } },
      { kind: 'contact', sharedContacts: [{ name: 'Zoe' }, { name: 'Max', vcard: null }] },
    ],
    [
      'a poll',
      { pollCreationMessageV3: { name: 'When?', options: [{ optionName: 'Mon' }, { optionName: 'Tue' }] } },
      { kind: 'poll', text: 'When?\n- Mon\n- Tue' },
    ],
    ['a pressed button', { buttonsResponseMessage: { selectedButtonId: 'b1', selectedDisplayText: 'Yes' } }, { kind: 'text', text: 'Yes' }],
    ['a chosen list row', { listResponseMessage: { title: 'Haircut', description: '30 min' } }, { kind: 'text', text: 'Haircut\n30 min' }],
    [
      'a choice of a menu',
      { interactiveResponseMessage: { nativeFlowResponseMessage: { name: 'menu_options', paramsJson: '{"id":"o2","title":"Haircut"}' } } },
      { kind: 'text', text: 'Haircut' },
    ],
    [
      'a choice that has only an id',
      { interactiveResponseMessage: { nativeFlowResponseMessage: { name: 'quick_reply', paramsJson: '{"id":"yes"}' } } },
      { kind: 'text', text: 'yes' },
    ],
    [
      'a form that was filled in',
      {
        interactiveResponseMessage: {
          body: { text: 'Sent' },
          nativeFlowResponseMessage: { name: 'flow', paramsJson: '{"flow_token":"t","first_name":"Ann","guests":4,"note":""}' },
        },
      },
      { kind: 'text', text: 'first name: Ann\nguests: 4' },
    ],
    [
      'a choice with broken parameters',
      { interactiveResponseMessage: { body: { text: 'Haircut' }, nativeFlowResponseMessage: { name: 'menu_options', paramsJson: '{' } } },
      { kind: 'text', text: 'Haircut' },
    ],
    ['a template', { templateMessage: { hydratedTemplate: { hydratedContentText: 'Your code' } } }, { kind: 'text', text: 'Your code' }],
    ['something unknown', { holographicMessage: { x: 1 } }, { kind: 'unsupported', text: '' }],
    ['an empty message', {}, { kind: 'unsupported' }],
  ])('is read from %s', (_, message, expected) => {
    expect(messageWith(message)).toMatchObject(expected)
  })

  it('brings media bytes from beside the part or the wrapper, and the address of S3', () => {
    const base64 = Buffer.from('bytes').toString('base64')
    expect(Buffer.from(messageWith({ imageMessage: {}, base64 }).media?.bytes ?? []).toString()).toBe('bytes')
    expect(messageWith({ viewOnceMessage: { message: { imageMessage: {} } }, base64 }).media?.sizeBytes).toBe(5)
    expect(messageWith({ imageMessage: {}, mediaUrl: 'https://s3.example/a.jpg' }).media?.url).toBe('https://s3.example/a.jpg')
    expect(messageWith({ imageMessage: {}, mediaUrl: 'file:///etc/passwd' }).media?.url).toBeNull()
  })

  it('leaves out keys and settings that devices send each other', () => {
    for (const message of [
      { senderKeyDistributionMessage: {} },
      { protocolMessage: { type: 'EPHEMERAL_SETTING', key: { id: 'x' } } },
      { albumMessage: {} },
    ]) {
      expect(eventsOf(upsert({ key: { remoteJid: '1555222@s.whatsapp.net', id: 'a', fromMe: false }, message }))).toEqual([])
    }
    const stub = { key: { remoteJid: '120@g.us', id: 'a', fromMe: false }, messageStubType: 27 }
    expect(eventsOf(upsert(stub))).toEqual([])
  })

  it('is kept bounded and well formed', () => {
    const event = messageWith(
      { conversation: `a\u0000b\ud800${'x'.repeat(70_000)}` },
      { pushName: `\u202eA\nn\u0007n${'n'.repeat(10_000)}` },
    )
    expect(event.text.length).toBeLessThanOrEqual(60_000)
    expect(event.text.startsWith('ab\ufffdx')).toBe(true)
    expect(event.sender?.name?.length).toBe(200)
    expect(event.sender?.name?.startsWith('A n n')).toBe(true)
  })

  it('notes binary data on the trace instead of carrying it', () => {
    const event = messageWith({ imageMessage: { jpegThumbnail: { 0: 1, 1: 2, 2: 3 } }, base64: 'QUJD'.repeat(100) })
    expect(event.raw).toMatchObject({
      data: { message: { base64: '[base64, 400 characters]', imageMessage: { jpegThumbnail: '[binary, 3 bytes]' } } },
    })
  })
})

describe('mentions in groups', () => {
  const inGroup = (contextInfo: object, own = context().own): boolean => {
    const key = { remoteJid: '120363@g.us', fromMe: false, id: 'G', participant: '123456@lid' }
    const event = eventsOf(upsert({ key, message: { conversation: 'hey' }, contextInfo }), { own })[0] as InboundMessage
    return event.mentionsAccount
  }

  it('are seen by number, by LID, and in a reply to the account', () => {
    expect(inGroup({ mentionedJid: ['15550001111@s.whatsapp.net'] })).toBe(true)
    expect(inGroup({ mentionedJid: ['777000111@lid'] })).toBe(true)
    expect(inGroup({ stanzaId: 'Q', participant: '777000111:5@lid' })).toBe(true)
  })

  it('are not seen where somebody else is meant, or nobody knows who the account is', () => {
    expect(inGroup({ mentionedJid: ['15559998888@s.whatsapp.net'] })).toBe(false)
    expect(inGroup({ stanzaId: 'Q', participant: '15559998888@s.whatsapp.net' })).toBe(false)
    expect(inGroup({ mentionedJid: ['777000111@lid'] }, { phone: '15550001111', lid: null })).toBe(false)
  })
})

describe('changes of a message', () => {
  const at = '2026-11-21T09:00:00.000Z'
  const edited = { key: { id: 'T' }, type: 'MESSAGE_EDIT', editedMessage: { conversation: 'new' }, timestampMs: '1795250145000' }

  it.each([
    ['messages.edited', { event: 'messages.edited', data: edited }],
    [
      'messages.update with a message',
      { event: 'messages.update', data: { keyId: 'T', remoteJid: 'x', message: { editedMessage: { message: { conversation: 'new' } } } } },
    ],
    [
      'a protocol message inside an upsert',
      upsert({ key: { remoteJid: '1555222@s.whatsapp.net', id: 'P', fromMe: false }, message: { protocolMessage: edited } }),
    ],
    [
      'an edit wrapped twice',
      upsert({
        key: { remoteJid: '1555222@s.whatsapp.net', id: 'P', fromMe: false },
        message: { editedMessage: { message: { protocolMessage: { ...edited, type: 14 } } } },
      }),
    ],
  ])('is an edit in %s', (_, body) => {
    expect(eventsOf(body)).toMatchObject([{ type: 'edit', externalId: 'T', text: 'new' }])
  })

  it.each([
    ['messages.edited', { event: 'messages.edited', data: { key: { id: 'T' }, type: 'REVOKE' } }],
    [
      'messages.delete with flat key fields',
      { event: 'messages.delete', data: { id: 'T', remoteJid: 'x', fromMe: false, status: 'DELETED' } },
    ],
    ['messages.delete after REST', { event: 'messages.delete', data: { id: 'row', key: { id: 'T' }, status: 'DELETED' } }],
    [
      'a protocol message inside an upsert',
      upsert({
        key: { remoteJid: '1555222@s.whatsapp.net', id: 'P', fromMe: false },
        message: { protocolMessage: { key: { id: 'T' }, type: 0 } },
        messageTimestamp: NOW / 1000,
      }),
    ],
  ])('is a revocation in %s', (_, body) => {
    expect(eventsOf(body)).toEqual([{ type: 'revoke', externalId: 'T', at }])
  })

  it.each([
    ['ERROR', 'failed'],
    ['SERVER_ACK', 'sent'],
    ['DELIVERY_ACK', 'delivered'],
    ['READ', 'read'],
    ['PLAYED', 'played'],
    [3, 'delivered'],
  ])('is a receipt with status %s', (status, state) => {
    expect(eventsOf({ event: 'messages.update', data: { keyId: 'T', fromMe: true, status } })).toMatchObject([
      { type: 'receipt', externalId: 'T', state },
    ])
    expect(eventsOf({ event: 'messages.update', data: [{ key: { id: 'T', fromMe: true }, update: { status } }] })).toMatchObject([
      { state },
    ])
  })

  it('is not a receipt while pending, nor for what others wrote', () => {
    expect(eventsOf({ event: 'messages.update', data: { keyId: 'T', fromMe: true, status: 'PENDING' } })).toEqual([])
    expect(eventsOf({ event: 'messages.update', data: { keyId: 'T', fromMe: false, status: 'READ' } })).toEqual([])
  })
})

describe('people and groups', () => {
  it('take contacts as an object or a list, and group names from the group', () => {
    expect(
      eventsOf({ event: 'contacts.update', data: [{ remoteJid: '1555222@s.whatsapp.net', profilePicUrl: 'https://p.example/1.jpg' }] }),
    ).toMatchObject([{ type: 'contact', avatarUrl: 'https://p.example/1.jpg' }])
    expect(eventsOf({ event: 'groups.upsert', data: [{ id: '120363@g.us', subject: 'Staff' }] })).toEqual([
      { type: 'chat', chat: { externalId: '120363@g.us', kind: 'group', name: 'Staff' } },
    ])
  })

  it('take participants as strings or objects', () => {
    const participants = ['915554445555@lid', { id: '915554445555@lid', phoneNumber: '15554445555@s.whatsapp.net' }]
    expect(eventsOf({ event: 'group-participants.update', data: { id: '120363@g.us', participants, action: 'add' } })).toHaveLength(1)
  })

  it('do not rename the account by its own row', () => {
    expect(eventsOf({ event: 'contacts.upsert', data: { remoteJid: '15550001111@s.whatsapp.net', pushName: 'Você' } })).toEqual([])
  })
})
