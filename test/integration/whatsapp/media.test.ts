/** Files of WhatsApp: fetched after their message, bounded, checked, and never in its way. */
import { deflateSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Message } from '../../../src-shared/contract/conversations.ts'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'
import { historyOf } from '../../support/whatsapp-server/history.ts'
import { linkInstance, SHOP } from '../../support/whatsapp-server/linked-shop.ts'
import { MediaHost, trustTestCertificates } from '../../support/whatsapp-server/media-host.ts'
import { pictureOf } from '../../support/whatsapp-server/picture-of.ts'
import { type FakeWhatsApp, startWhatsAppServer } from '../../support/whatsapp-server.ts'

const ANA = '15552223333'
const JPEG = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1]),
  Buffer.alloc(5000, 7),
  Buffer.from([0xff, 0xd9]),
])
const OPUS = Buffer.concat([
  Buffer.from('OggS'),
  Buffer.from([0, 2, ...new Array(20).fill(0), 1, 19]),
  Buffer.from('OpusHead'),
  Buffer.alloc(2000, 1),
])
const PDF = Buffer.concat([Buffer.from('%PDF-1.7\n'), deflateSync(Buffer.alloc(4000, 3))])

let whatsapp: FakeWhatsApp
let host: MediaHost
let omni: TestHub
let distrust: () => void

async function start(env: NodeJS.ProcessEnv = {}): Promise<void> {
  omni = await startTestHub({ env })
  await linkInstance(omni.panel, whatsapp)
}

beforeEach(async () => {
  distrust = trustTestCertificates()
  whatsapp = await startWhatsAppServer()
  host = new MediaHost()
  await host.start(whatsapp)
  process.env['OMNI_WHATSAPP_WS_URL'] = whatsapp.url
})
afterEach(async () => {
  await omni.stop()
  await whatsapp.stop()
  await host.stop()
  distrust()
  delete process.env['OMNI_WHATSAPP_WS_URL']
  expect(whatsapp.problems).toEqual([])
})

/** The customer's message once its file is settled, one way or the other. */
async function settled(deliver: () => Promise<string>): Promise<Message> {
  const live = await watchLive(omni.panel)
  const id = await deliver()
  const event = await live.until(
    (one) =>
      one.type === 'message.changed' &&
      one.message.externalId === id &&
      one.message.media !== null &&
      one.message.media.isFetching !== true,
  )
  live.stop()
  if (event.type !== 'message.changed') throw new Error('unreachable')
  return event.message
}
const stored = async (message: Message) => (await omni.hub.readMedia(message.media?.id ?? ''))?.bytes
const picture = (more: object = {}) => whatsapp.deliver({ to: SHOP.phone, from: ANA, message: host.picture(JPEG, more) })

describe('a file of a customer', () => {
  it('is decrypted and kept, and the agent is asked with it', async () => {
    await start()
    const message = await settled(() => picture({ caption: 'Look', width: 40, height: 30 }))
    expect(message).toMatchObject({ kind: 'image', text: 'Look', media: { mimeType: 'image/jpeg', sizeBytes: JPEG.length, width: 40 } })
    expect(Buffer.from((await stored(message)) ?? [])).toEqual(JPEG)
    await whatsapp.whenReceived(1)
  })

  it('of every kind', async () => {
    await start()
    const voice = await settled(() =>
      whatsapp.deliver({
        to: SHOP.phone,
        from: ANA,
        message: { audioMessage: { ...host.lay('audio', OPUS), ptt: true, seconds: 2, mimetype: 'audio/ogg; codecs=opus' } },
      }),
    )
    expect(voice).toMatchObject({ kind: 'audio', media: { isVoiceNote: true, mimeType: 'audio/ogg; codecs=opus' } })
    const document = await settled(() =>
      whatsapp.deliver({
        to: SHOP.phone,
        from: ANA,
        message: {
          documentWithCaptionMessage: {
            message: { documentMessage: { ...host.lay('document', PDF), fileName: 'a.pdf', mimetype: 'application/pdf' } },
          },
        },
      }),
    )
    expect(document).toMatchObject({ kind: 'document', media: { fileName: 'a.pdf', mimeType: 'application/pdf' } })
    expect(Buffer.from((await stored(document)) ?? [])).toEqual(PDF)
  })

  it('comes after its message, with a small picture meanwhile', async () => {
    await start()
    const release = host.hold()
    const live = await watchLive(omni.panel)
    const id = await picture({ jpegThumbnail: Buffer.from([0xff, 0xd8, 1, 2]) })
    const event = await live.until((one) => one.type === 'message.changed' && one.message.externalId === id)
    expect(event).toMatchObject({ message: { media: { id: null, isFetching: true, thumbnail: 'data:image/jpeg;base64,/9gBAg==' } } })
    // WhatsApp has its receipt, and others are answered meanwhile.
    await whatsapp.when(() => (whatsapp.receipts.some((receipt) => receipt.id === id) ? true : undefined))
    await whatsapp.deliver({ to: SHOP.phone, from: '15554445555', text: 'Hi' })
    await whatsapp.when(() => (whatsapp.received.some(({ to }) => to === '15554445555') ? true : undefined))
    release()
    await live.until((one) => one.type === 'message.changed' && one.message.externalId === id && one.message.media?.id !== null)
    live.stop()
  })

  it('is fetched by the next start when the hub stops meanwhile', async () => {
    await start()
    const release = host.hold()
    const id = await picture()
    await whatsapp.when(
      () => (host.downloads.length > 0 ? true : undefined) ?? (whatsapp.receipts.some((one) => one.id === id) ? true : undefined),
    )
    await omni.restart()
    release()
    await expect
      .poll(
        async () => {
          const [conversation] = (await omni.panel.conversations.list({})).items
          const { items } = await omni.panel.conversations.messages({ conversationId: conversation?.id ?? '' })
          return items.find(({ externalId }) => externalId === id)?.media?.id ?? null
        },
        { timeout: 10_000 },
      )
      .not.toBeNull()
  })

  it('that is gone from the servers is asked for once more, and given up with a sentence', async () => {
    await start({ AUTOMAGIK_OMNI_MEDIA_DOWNLOAD_TIMEOUT: '2' })
    const message = await settled(async () => {
      const content = host.picture(JPEG)
      host.files.clear()
      return whatsapp.deliver({ to: SHOP.phone, from: ANA, message: content })
    })
    expect(message.media).toMatchObject({
      id: null,
      problem: 'WhatsApp does not have the file any more, and the phone did not send it again.',
    })
  }, 20_000)
})

describe('a file of the past', () => {
  it('is not fetched automatically, and comes when somebody asks', async () => {
    whatsapp.firstHistory = historyOf([
      { phone: ANA, messages: [{ id: 'P1', message: host.picture(JPEG, { caption: 'Old' }), sentAtMs: Date.now() - 86_400_000 }] },
    ])
    await start()
    await expect.poll(async () => (await omni.panel.conversations.list({})).items.length).toBe(1)
    const [conversation] = (await omni.panel.conversations.list({})).items
    const first = async () => (await omni.panel.conversations.messages({ conversationId: conversation?.id ?? '' })).items[0]
    const message = await first()
    expect(message).toMatchObject({ kind: 'image', text: 'Old', media: { id: null, canFetch: true } })
    expect(host.downloads).toEqual([])
    expect((await omni.panel.conversations.fetchMedia({ messageId: message?.id ?? '' })).media).toMatchObject({ isFetching: true })
    await expect.poll(async () => (await first())?.media?.id ?? null).not.toBeNull()
    expect(Buffer.from((await stored((await first()) as Message)) ?? [])).toEqual(JPEG)
    await expect(omni.panel.conversations.fetchMedia({ messageId: message?.id ?? '' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('a file that lies', () => {
  it('about its type is what its bytes are', async () => {
    await start()
    const message = await settled(() =>
      whatsapp.deliver({ to: SHOP.phone, from: ANA, message: { imageMessage: { ...host.lay('image', PDF), mimetype: 'image/jpeg' } } }),
    )
    expect(message).toMatchObject({ kind: 'document', media: { mimeType: 'application/pdf' } })
  })

  it('about its size is cut off at the limit, and one that admits it is not even begun', async () => {
    await start({ AUTOMAGIK_OMNI_MEDIA_MAX_SIZE: '2000' })
    const lying = await settled(() => picture({ fileLength: 10 }))
    expect(lying.media).toMatchObject({ id: null, problem: expect.stringContaining('it is larger than') })
    const before = host.downloads.length
    const honest = await settled(() => picture({ fileLength: 90_000_000 }))
    expect(honest.media).toMatchObject({ id: null, problem: expect.stringContaining('with 86 MB') })
    expect(host.downloads).toHaveLength(before)
  })

  it('about its content is not kept', async () => {
    await start()
    const message = await settled(async () => {
      const content = host.picture(JPEG)
      const other = host.lay('image', JPEG)
      // Another file with the same key's length under the promised address.
      host.files.set(content.imageMessage?.directPath ?? '', host.files.get(other.directPath) ?? Buffer.alloc(0))
      return whatsapp.deliver({ to: SHOP.phone, from: ANA, message: content })
    })
    expect(message.media).toMatchObject({ id: null, problem: 'The file arrived damaged and was not kept.' })
  })
})

describe('a file for a customer', () => {
  it('is uploaded encrypted and can be read by who gets it, a voice note as one', async () => {
    await start()
    await whatsapp.deliver({ to: SHOP.phone, from: ANA, text: 'Hi' })
    await whatsapp.whenReceived(1)
    const sent = await omni.rest('POST', '/instance/shop/send-media', {
      phone_number: ANA,
      media_type: 'image',
      media_base64: JPEG.toString('base64'),
      caption: 'Our menu',
    })
    expect(sent.status).toBe(200)
    await whatsapp.whenReceived(2)
    const image = whatsapp.received[1]?.message.imageMessage
    expect(image).toMatchObject({ caption: 'Our menu', mimetype: 'image/jpeg' })
    expect(await pictureOf({ imageMessage: image ?? null })).toEqual(JPEG)

    expect(
      (await omni.rest('POST', '/instance/shop/send-audio', { phone_number: ANA, audio_base64: OPUS.toString('base64') })).status,
    ).toBe(200)
    await whatsapp.whenReceived(3)
    expect(whatsapp.received[2]?.message.audioMessage).toMatchObject({ ptt: true, mimetype: 'audio/ogg; codecs=opus' })
  })
})
