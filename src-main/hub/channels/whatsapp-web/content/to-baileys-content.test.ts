import { describe, expect, it } from 'vitest'
import { OmniError } from '../../../../../src-shared/errors.ts'
import type { OutboundPart } from '../../port.ts'
import { vcardOf } from './contact-card.ts'
import { type PartSources, toBaileysContent } from './to-baileys-content.ts'

const ANN = '15552223333@s.whatsapp.net'
const base64 = (bytes: readonly number[] | string) => Buffer.from(bytes as string).toString('base64')
const JPEG = [0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1]
const WEBP = `RIFF\u0010\u0000\u0000\u0000WEBPVP8 ${'x'.repeat(16)}`
const OPUS = [...Buffer.from('OggS'), 0, 2, ...new Array(20).fill(0), 1, 19, ...Buffer.from('OpusHead'), ...new Array(20).fill(0)]
const MP3 = [...Buffer.from('ID3'), 3, 0, 0, 0, 0, 0, 0, 0xff, 0xfb, 0x90, 0x44, ...new Array(600).fill(0)]

const sources: PartSources = {
  fetchFile: async (url) => ({ bytes: Buffer.from(JPEG), fileName: url.split('/').at(-1) ?? null, mimeType: 'image/jpeg' }),
  findMessage: async (id) => (id === 'KNOWN' ? { key: { id, remoteJid: ANN, fromMe: false }, message: { conversation: 'before' } } : null),
}

const part = (content: OutboundPart['content'], rest: Partial<OutboundPart> = {}): OutboundPart => ({
  deliveryId: 'd',
  chatExternalId: ANN,
  externalId: '3EB0AA',
  content,
  quotedExternalId: null,
  ...rest,
})
const text = (patch: object = {}) => ({
  type: 'text' as const,
  text: 'Hi',
  mentions: [],
  mentionsEveryone: false,
  linkPreview: true,
  ...patch,
})
const media = (mediaType: 'image' | 'video' | 'document', bytes: readonly number[] | string, patch: object = {}) => ({
  type: 'media' as const,
  mediaType,
  url: null,
  base64: base64(bytes),
  mimeType: null,
  caption: '',
  fileName: null,
  ...patch,
})
const contentOf = async (content: OutboundPart['content']) => (await toBaileysContent(part(content), sources)).content

describe('a part on its way to WhatsApp', () => {
  it('keeps the id that was chosen before, its chat and what it quotes', async () => {
    const send = await toBaileysContent(part(text(), { quotedExternalId: 'KNOWN' }), sources)
    expect(send).toEqual({
      jid: ANN,
      content: { text: 'Hi', linkPreview: null },
      options: {
        messageId: '3EB0AA',
        quoted: { key: { id: 'KNOWN', remoteJid: ANN, fromMe: false }, message: { conversation: 'before' } },
      },
    })
    // A quoted message that nobody knows any more does not keep the answer from being sent.
    expect((await toBaileysContent(part(text(), { quotedExternalId: 'GONE' }), sources)).options).toEqual({ messageId: '3EB0AA' })
  })

  it('never has the pages of its links visited', async () => {
    expect(await contentOf(text({ text: 'see http://169.254.169.254/', linkPreview: true }))).toMatchObject({ linkPreview: null })
  })

  it('mentions people by phone and LID, and everyone', async () => {
    const mentions = ['+55 11 98765-4321', '123456@lid', 'nobody', '120363@g.us']
    expect(await contentOf(text({ mentions, mentionsEveryone: true }))).toMatchObject({
      mentions: ['5511987654321@s.whatsapp.net', '123456@lid'],
      mentionAll: true,
    })
  })

  it('is a picture or a video only if its bytes are', async () => {
    expect(await contentOf(media('image', JPEG, { caption: 'Look' }))).toMatchObject({
      image: Buffer.from(JPEG),
      mimetype: 'image/jpeg',
      caption: 'Look',
    })
    expect(await contentOf(media('image', '%PDF-1.7 …', { mimeType: 'image/png', fileName: 'a.png' }))).toMatchObject({
      document: expect.any(Buffer),
      mimetype: 'application/pdf',
      fileName: 'a.png',
    })
    expect(await contentOf(media('video', JPEG))).toMatchObject({ document: expect.any(Buffer), mimetype: 'image/jpeg' })
    expect(await contentOf(media('document', 'a,b\n1,2', { mimeType: 'text/csv', fileName: 'a.csv' }))).toMatchObject({
      mimetype: 'text/csv',
      fileName: 'a.csv',
    })
  })

  it('takes a file from the web with its name', async () => {
    const content = media('document', '', { base64: null, url: 'https://files.example/menu.jpg' })
    expect(await contentOf(content)).toMatchObject({ document: Buffer.from(JPEG), fileName: 'menu.jpg' })
  })

  it('is a voice note only as Ogg with Opus', async () => {
    expect(await contentOf({ type: 'audio', url: null, base64: base64(OPUS) })).toMatchObject({
      ptt: true,
      mimetype: 'audio/ogg; codecs=opus',
    })
    expect(await contentOf({ type: 'audio', url: null, base64: `data:audio/mpeg;base64,${base64(MP3)}` })).toMatchObject({
      ptt: false,
      mimetype: 'audio/mpeg',
    })
    expect(await contentOf({ type: 'audio', url: null, base64: base64('no sound') })).toMatchObject({ document: expect.any(Buffer) })
  })

  it('is a sticker only as WebP, and a picture otherwise', async () => {
    expect(await contentOf({ type: 'sticker', url: null, base64: base64(WEBP) })).toMatchObject({ sticker: expect.any(Buffer) })
    expect(await contentOf({ type: 'sticker', url: null, base64: base64(JPEG) })).toMatchObject({ image: expect.any(Buffer) })
  })

  it('reacts to the message as it is known, else as the caller says', async () => {
    const reaction = { type: 'reaction' as const, targetExternalId: 'KNOWN', targetIsOwn: true, emoji: '👍' }
    expect(await contentOf(reaction)).toEqual({ react: { text: '👍', key: { id: 'KNOWN', remoteJid: ANN, fromMe: false } } })
    expect(await contentOf({ ...reaction, targetExternalId: 'X' })).toEqual({
      react: { text: '👍', key: { id: 'X', remoteJid: ANN, fromMe: true } },
    })
  })

  it('shares contacts as cards that cannot be broken out of', () => {
    const contact = { fullName: 'Dr. Who; Jr.\nTEL:1', phoneNumber: '+55 11 9', email: 'a@b.c', organization: null, url: null }
    expect(vcardOf(contact).split('\n')).toEqual([
      'BEGIN:VCARD',
      'VERSION:3.0',
      'N:;Dr. Who\\; Jr.\\nTEL:1;;;',
      'FN:Dr. Who\\; Jr.\\nTEL:1',
      'EMAIL:a@b.c',
      'TEL;type=CELL;type=VOICE;waid=55119:+55 11 9',
      'END:VCARD',
    ])
  })

  it.each<[string, OutboundPart]>([
    ['no chat', part(text(), { chatExternalId: 'status@broadcast' })],
    ['a file without content', part(media('image', [], { base64: null }))],
    ['an empty file', part(media('document', [], { base64: 'data:x;base64,' }))],
  ])('is refused: %s', async (_, wrong) => {
    await expect(toBaileysContent(wrong, sources)).rejects.toBeInstanceOf(OmniError)
  })
})
