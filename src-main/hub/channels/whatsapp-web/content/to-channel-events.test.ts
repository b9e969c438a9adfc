import { type BaileysEventMap, proto, type WAMessage } from 'baileys'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChannelEvent, InboundMessage } from '../../port.ts'
import type { NormalizeContext } from '../../whatsapp/normalize/context.ts'
import { toChannelEvents } from './to-channel-events.ts'

const NOW = Date.parse('2026-11-21T09:00:00.000Z')
const ANN = '15552223333@s.whatsapp.net'
const ANN_LID = '915552223333@lid'
const GROUP = '120363000000000001@g.us'

const context: NormalizeContext = { own: { phone: '15550001111', lid: '777000111' }, nowMs: NOW, phoneOfLid: () => null }

/** As it comes off the wire: encoded and decoded, with Longs and byte arrays. */
function received(message: proto.IMessage | null, key: Partial<WAMessage['key']> = {}, rest: Partial<WAMessage> = {}): WAMessage {
  const info = proto.WebMessageInfo.fromObject({ key: { id: 'M1', fromMe: false }, message, messageTimestamp: NOW / 1000, pushName: 'Ann' })
  const decoded = proto.WebMessageInfo.decode(proto.WebMessageInfo.encode(info).finish())
  return { ...decoded, key: { id: 'M1', remoteJid: ANN, fromMe: false, ...key }, ...rest } as WAMessage
}

const upserted = (message: WAMessage, type: 'notify' | 'append' = 'notify') =>
  toChannelEvents({ 'messages.upsert': { messages: [message], type } }, context)

function single(events: ChannelEvent[]): InboundMessage {
  const [event] = events
  if (events.length !== 1 || event?.type !== 'message') throw new Error(`not one message: ${JSON.stringify(events)}`)
  return event
}

const media = { url: 'https://mmg.example/x', directPath: '/x', mediaKey: new Uint8Array(32), fileLength: 1234 }

describe('a message of every kind', () => {
  it.each<[string, proto.IMessage, object]>([
    ['text', { conversation: 'Hi' }, { kind: 'text', text: 'Hi' }],
    ['longer text', { extendedTextMessage: { text: 'Hi *there*' } }, { kind: 'text', text: 'Hi *there*' }],
    [
      'a picture',
      { imageMessage: { ...media, mimetype: 'image/jpeg', caption: 'Look', width: 4, height: 3 } },
      { kind: 'image', text: 'Look', media: { mimeType: 'image/jpeg', sizeBytes: 1234, width: 4, height: 3, bytes: null } },
    ],
    ['a video', { videoMessage: { ...media, mimetype: 'video/mp4', seconds: 7 } }, { kind: 'video', media: { durationSeconds: 7 } }],
    ['a video note', { ptvMessage: { ...media, mimetype: 'video/mp4', seconds: 7 } }, { kind: 'video' }],
    [
      'a voice note',
      { audioMessage: { ...media, ptt: true, seconds: 3 } },
      { kind: 'audio', media: { isVoiceNote: true, durationSeconds: 3 } },
    ],
    ['a sound file', { audioMessage: { ...media, mimetype: 'audio/mpeg' } }, { kind: 'audio', media: { isVoiceNote: false } }],
    ['a document', { documentMessage: { ...media, fileName: 'a.pdf' } }, { kind: 'document', media: { fileName: 'a.pdf' } }],
    [
      'a document with a caption',
      { documentWithCaptionMessage: { message: { documentMessage: { ...media, fileName: 'a.pdf', caption: 'Our menu' } } } },
      { kind: 'document', text: 'Our menu' },
    ],
    ['a sticker', { stickerMessage: { ...media, mimetype: 'image/webp' } }, { kind: 'sticker' }],
    ['a view-once picture', { viewOnceMessageV2: { message: { imageMessage: { ...media } } } }, { kind: 'image' }],
    ['text that disappears', { ephemeralMessage: { message: { extendedTextMessage: { text: 'soon gone' } } } }, { text: 'soon gone' }],
    [
      'a place',
      { locationMessage: { degreesLatitude: 1.5, degreesLongitude: 2.5, name: 'Here' } },
      { kind: 'location', location: { latitude: 1.5, longitude: 2.5, name: 'Here' } },
    ],
    [
      'a live place',
      { liveLocationMessage: { degreesLatitude: 1.5, degreesLongitude: 2.5, caption: 'On my way' } },
      { kind: 'location', text: 'On my way' },
    ],
    [
      'a contact',
      { contactMessage: { displayName: 'Carl', vcard: 'BEGIN:VCARD\nFN:Carl\nEND:VCARD' } },
      { kind: 'contact', sharedContacts: [{ name: 'Carl' }] },
    ],
    [
      'contacts',
      { contactsArrayMessage: { contacts: [{ displayName: 'Carl' }, { displayName: 'Dora' }] } },
      { kind: 'contact', sharedContacts: [{ name: 'Carl' }, { name: 'Dora' }] },
    ],
    [
      'a poll with its options',
      { pollCreationMessageV3: { name: 'Cake?', options: [{ optionName: 'Yes' }, { optionName: 'No' }] } },
      { kind: 'poll', text: 'Cake?\n- Yes\n- No' },
    ],
    [
      'a pressed button',
      { buttonsResponseMessage: { selectedDisplayText: 'Book', selectedButtonId: 'b1' } },
      { kind: 'text', text: 'Book' },
    ],
    ['a list choice', { listResponseMessage: { title: 'Haircut', description: '30 min' } }, { kind: 'text', text: 'Haircut\n30 min' }],
    ['a template reply', { templateButtonReplyMessage: { selectedDisplayText: 'Yes' } }, { kind: 'text', text: 'Yes' }],
  ])('%s', (_, message, expected) => {
    const event = single(upserted(received(message)))
    expect(event).toMatchObject({
      externalId: 'M1',
      author: 'customer',
      freshness: 'new',
      sentAt: '2026-11-21T09:00:00.000Z',
      ...expected,
    })
    expect(event.sender).toMatchObject({ identities: [{ kind: 'phone', value: '15552223333' }], name: 'Ann' })
    // What goes on the trace carries no keys and no bytes.
    expect(JSON.stringify(event.raw)).not.toMatch(/"mediaKey":\{/)
  })

  it.each<[string, proto.IMessage]>([
    ['keys for a group', { senderKeyDistributionMessage: { groupId: GROUP } }],
    ['a vote, which stays encrypted', { pollUpdateMessage: { pollCreationMessageKey: { id: 'P' } } }],
    ['a synchronised history', { protocolMessage: { type: 5, historySyncNotification: {} } }],
  ])('says nothing for %s', (_, message) => {
    expect(upserted(received(message))).toEqual([])
  })

  it('knows quotes and mentions of the account, by phone and by LID', () => {
    const inGroup = { remoteJid: GROUP, participant: ANN_LID, participantAlt: ANN }
    const quoting = {
      extendedTextMessage: {
        text: 'yes',
        contextInfo: { stanzaId: 'Q', participant: '777000111@lid', quotedMessage: { conversation: 'Shall we?' } },
      },
    }
    expect(single(upserted(received(quoting, inGroup)))).toMatchObject({
      chat: { externalId: GROUP, kind: 'group' },
      sender: {
        identities: [
          { kind: 'phone', value: '15552223333' },
          { kind: 'lid', value: '915552223333' },
        ],
      },
      quote: { externalId: 'Q', text: 'Shall we?' },
      mentionsAccount: true,
    })
    const naming = { extendedTextMessage: { text: '@shop', contextInfo: { mentionedJid: ['15550001111@s.whatsapp.net'] } } }
    expect(single(upserted(received(naming, inGroup))).mentionsAccount).toBe(true)
    expect(single(upserted(received({ conversation: 'shop' }, inGroup))).mentionsAccount).toBe(false)
  })
})

describe('one person', () => {
  it('is one chat, whether addressed by LID or by phone', () => {
    const byLid = single(upserted(received({ conversation: 'x' }, { remoteJid: ANN_LID, remoteJidAlt: ANN })))
    const byPhone = single(upserted(received({ conversation: 'x' }, { remoteJid: ANN, remoteJidAlt: ANN_LID })))
    expect(byLid.chat).toEqual(byPhone.chat)
    expect(byLid.sender?.identities).toEqual(byPhone.sender?.identities)
  })

  it('is told of by every kind of mapping, before what they said', () => {
    const mapping = { lid: '915552223333:3@lid', pn: ANN }
    const contact = {
      type: 'contact',
      identities: [
        { kind: 'phone', value: '15552223333' },
        { kind: 'lid', value: '915552223333' },
      ],
    }
    expect(toChannelEvents({ 'lid-mapping.update': mapping }, context)).toMatchObject([contact])
    const history: BaileysEventMap['messaging-history.set'] = {
      chats: [],
      contacts: [],
      messages: [received({ conversation: 'x' })],
      lidPnMappings: [mapping],
    }
    expect(toChannelEvents({ 'messaging-history.set': history }, context)).toMatchObject([contact, { type: 'message' }])
  })
})

describe('when a message came', () => {
  it('what came while this computer was off is new like any other, whoever wrote it: its time says how old it is', () => {
    expect(single(upserted(received({ conversation: 'x' }), 'append')).freshness).toBe('new')
    const own = single(upserted(received({ conversation: 'x' }, { fromMe: true }), 'append'))
    expect(own).toMatchObject({ freshness: 'new', author: 'phone' })
  })

  it('before the link it is history, and is reported newest first, since each goes before what is there', () => {
    const messages = ['3', '2', '1'].map((id) => received({ conversation: id }, { id }))
    const events = toChannelEvents({ 'messaging-history.set': { chats: [], contacts: [], messages } }, context)
    expect(events.map((event) => (event.type === 'message' ? `${event.text} ${event.freshness}` : event.type))).toEqual([
      '3 history',
      '2 history',
      '1 history',
    ])
  })
})

describe('a message that cannot be decrypted', () => {
  it('is shown as such, opens no turn, and is followed by its content under the same id', () => {
    const stub = received(null, {}, { message: null, messageStubType: 2, messageStubParameters: ['No session record'] })
    expect(single(upserted(stub))).toMatchObject({ externalId: 'M1', kind: 'undecryptable', text: '', freshness: 'history' })
    expect(single(upserted(received({ conversation: 'Hi' })))).toMatchObject({ externalId: 'M1', kind: 'text', freshness: 'new' })
  })
})

describe('what happens to a message later', () => {
  const changes = (update: Partial<WAMessage>, fromMe = true) =>
    toChannelEvents({ 'messages.update': [{ key: { id: 'T', remoteJid: ANN, fromMe }, update }] }, context)

  it.each([
    [2, 'sent'],
    [3, 'delivered'],
    [4, 'read'],
    [5, 'played'],
  ])('status %s is the receipt "%s"', (status, state) => {
    expect(changes({ status })).toMatchObject([{ type: 'receipt', externalId: 'T', state }])
    expect(changes({ status }, false)).toEqual([])
  })

  it('a refusal says why, and the one that comes before a ban is a warning', () => {
    expect(changes({ status: 0, messageStubParameters: ['463'] })).toMatchObject([
      { state: 'failed', error: 'WhatsApp did not take the message: this number may not begin new chats at the moment.' },
      { type: 'restriction', restriction: { kind: 'refused' } },
    ])
    expect(changes({ status: 0, messageStubParameters: ['500'] })).toMatchObject([
      { state: 'failed', error: 'WhatsApp refused the message.' },
    ])
  })

  it('a lock of the number is reported with its end', () => {
    const lock = (reachoutTimeLock: object) => toChannelEvents({ 'connection.update': { reachoutTimeLock } as never }, context)
    expect(lock({ isActive: true, timeEnforcementEnds: new Date(NOW) })).toEqual([
      { type: 'restriction', restriction: { kind: 'time_lock', until: '2026-11-21T09:00:00.000Z' } },
    ])
    expect(lock({ isActive: false })).toEqual([{ type: 'restriction', restriction: { kind: 'lifted' } }])
  })

  it('members of a group report one by one', () => {
    const told = (receipt: proto.IUserReceipt) =>
      toChannelEvents({ 'message-receipt.update': [{ key: { id: 'T', remoteJid: GROUP, fromMe: true }, receipt }] }, context)
    expect(told({ userJid: ANN, receiptTimestamp: NOW / 1000 })).toMatchObject([{ state: 'delivered', at: '2026-11-21T09:00:00.000Z' }])
    expect(told({ userJid: ANN, readTimestamp: NOW / 1000 })).toMatchObject([{ state: 'read' }])
    expect(told({ userJid: ANN })).toEqual([])
  })

  it('edits and revocations are reported once each, as update or inside a message', () => {
    expect(
      changes({ message: { editedMessage: { message: { conversation: 'new' } } }, messageTimestamp: NOW / 1000 }, false),
    ).toMatchObject([{ type: 'edit', externalId: 'T', text: 'new' }])
    expect(changes({ message: null, messageStubType: 1 }, false)).toMatchObject([{ type: 'revoke', externalId: 'T' }])
    expect(upserted(received({ protocolMessage: { type: 0, key: { id: 'T' } } }))).toMatchObject([{ type: 'revoke', externalId: 'T' }])
  })

  it('a reaction comes with who made it', () => {
    expect(upserted(received({ reactionMessage: { key: { id: 'T' }, text: '👍' } }))).toMatchObject([
      { type: 'reaction', targetExternalId: 'T', emoji: '👍', byName: 'Ann', isOwn: false },
    ])
  })
})

describe('what nobody wrote', () => {
  it('a missed call is a line of the thread', () => {
    const call = { chatId: ANN, from: ANN, id: 'C', date: new Date(NOW), status: 'timeout' as const, offline: false, isVideo: false }
    expect(single(toChannelEvents({ call: [call] }, context))).toMatchObject({ kind: 'system', text: 'Missed voice call.' })
    expect(toChannelEvents({ call: [{ ...call, status: 'accept' }] }, context)).toEqual([])
  })

  it('who joined a group is a line of its thread', () => {
    const stub = received(null, { remoteJid: GROUP, participant: ANN_LID }, { message: null, messageStubType: 27 })
    const joined = {
      ...stub,
      messageStubParameters: [JSON.stringify({ id: '915554445555@lid', phoneNumber: '15554445555@s.whatsapp.net' })],
    }
    expect(single(upserted(joined, 'append'))).toMatchObject({
      kind: 'system',
      text: '+15554445555 joined the group.',
      freshness: 'history',
    })
  })

  it('names, groups and typing come as such', () => {
    expect(
      toChannelEvents(
        {
          'contacts.update': [{ id: ANN, notify: 'Annie' }],
          'groups.update': [{ id: GROUP, subject: 'Staff' }],
          'presence.update': { id: ANN, presences: { [ANN]: { lastKnownPresence: 'composing' } } },
        },
        context,
      ),
    ).toMatchObject([
      { type: 'contact', name: 'Annie' },
      { type: 'chat', chat: { externalId: GROUP, name: 'Staff' } },
      { type: 'typing', chatExternalId: ANN, isTyping: true },
    ])
  })
})

it('whatever a message holds, nothing is thrown and what comes out is bounded', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('conversation', 'imageMessage', 'protocolMessage', 'reactionMessage', 'x'), fc.anything()),
      (message) => {
        for (const event of upserted({ key: { id: 'F', remoteJid: ANN }, message } as WAMessage))
          if (event.type === 'message') expect(event.text.length).toBeLessThanOrEqual(60_000)
      },
    ),
  )
})
