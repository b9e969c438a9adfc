import { v5 as uuidV5 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { watchLive } from '../../support/hub.ts'
import { type Json, startV1World, type V1World } from '../../support/omni-v1.ts'

const OID = '6ba7b812-9dad-11d1-80b4-00c04fd430c8'
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const FILE = Buffer.from('the file').toString('base64')
const to = { phone_number: '15552223333' }

describe('sending over REST', () => {
  let world: V1World
  let call: V1World['call']
  let files: V1World['files']
  const sent = () => world.evolution.sent
  beforeAll(async () => {
    world = await startV1World({ env: { OMNI_API_WAIT_MS: '2000' } })
    files = world.files
    call = world.call
    await world.link('shop')
    await world.create('unlinked')
  })
  afterAll(() => world.stop())

  it('sends a text and answers with the platform’s id', async () => {
    const answer = await call('POST /instance/shop/send-text', { ...to, text: 'Your cake is ready.' })
    expect(answer).toMatchObject({ status: 200, body: { success: true, status: 'sent', error: null } })
    expect(sent().at(-1)).toMatchObject({ instance: 'shop', remoteJid: '15552223333@s.whatsapp.net', text: 'Your cake is ready.' })
    expect(answer.body).toEqual({ success: true, message_id: sent().at(-1)?.id, status: 'sent', error: null })
  })

  it('answers 202 with the delivery when the platform takes too long, and sends it all the same', async () => {
    const answered = Promise.withResolvers<void>()
    world.evolution.failNext('sendText', { kind: 'late', until: answered.promise })
    const live = await watchLive(world.omni.panel)
    const answer = await call('POST /instance/shop/send-text', { ...to, text: 'slowly' })
    expect(answer).toMatchObject({ status: 202, body: { success: true, status: 'queued', message_id: expect.any(String) } })
    answered.resolve()
    await live.until(
      (event) =>
        event.type === 'message.changed' &&
        event.message.delivery?.id === answer.body.message_id &&
        event.message.delivery?.state === 'sent',
    )
    live.stop()
  })

  it('takes the singular and the plural prefix, and a recipient in any notation', async () => {
    const cases: [Record<string, unknown>, string][] = [
      [{ phone_number: '+1 (555) 222-3333' }, '15552223333@s.whatsapp.net'],
      [{ phone_number: 15552223333 }, '15552223333@s.whatsapp.net'],
      [{ phone: '15552223333' }, '15552223333@s.whatsapp.net'],
      [{ phone_number: '15552223333@s.whatsapp.net' }, '15552223333@s.whatsapp.net'],
      [{ phone_number: '15552223333:7@s.whatsapp.net' }, '15552223333@s.whatsapp.net'],
      [{ phone_number: '120363000000000001@g.us' }, '120363000000000001@g.us'],
      [{ phone_number: '912345678901234@lid' }, '912345678901234@lid'],
      [{ user_id: '15552223333' }, '15552223333@s.whatsapp.net'],
      [{ user_id: 'whatsapp:+15552223333' }, '15552223333@s.whatsapp.net'],
      // Eleven digits stay what they are: nobody's country is guessed.
      [{ phone_number: '11987654321' }, '11987654321@s.whatsapp.net'],
    ]
    for (const prefix of ['instance', 'instances']) {
      for (const [recipient, jid] of cases) {
        const answer = await call(`POST /${prefix}/shop/send-text`, { ...recipient, text: 'Hi' })
        expect(answer.status, JSON.stringify(recipient)).toBe(200)
        expect(sent().at(-1)?.remoteJid, JSON.stringify(recipient)).toBe(jid)
      }
    }
  })

  it('finds people by the user id that agents know them by', async () => {
    await world.converse('shop', { from: '15553334444', text: 'It is me' })
    for (const user_id of [uuidV5('15553334444', OID), uuidV5('15553334444', OID).toUpperCase()]) {
      expect((await call('POST /instance/shop/send-text', { user_id, text: 'Hi' })).status).toBe(200)
      expect(sent().at(-1)?.remoteJid).toBe('15553334444@s.whatsapp.net')
    }
    expect(await call('POST /instance/shop/send-text', { user_id: uuidV5('nobody', OID), text: 'Hi' })).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('no longer exists') },
    })
  })

  it('quotes and mentions', async () => {
    await call('POST /instance/shop/send-text', {
      ...to,
      text: '@Ann look',
      quoted_message_id: '3AQUOTED',
      mentioned: ['15557778888', '15559990000@s.whatsapp.net'],
      mentions_everyone: true,
    })
    expect(sent().at(-1)?.body).toMatchObject({
      quoted: { key: { id: '3AQUOTED' } },
      mentioned: ['15557778888', '15559990000@s.whatsapp.net'],
      mentionsEveryOne: true,
    })
  })

  it('splits on blank lines when asked to, or when the instance does', async () => {
    const splitBy = async (body: Record<string, unknown>) => {
      const before = sent().length
      const answer = await call('POST /instance/shop/send-text', { ...to, text: 'One\n\nTwo', ...body })
      expect(answer.body).toMatchObject({ success: true, message_id: sent()[before]?.id })
      return sent()
        .slice(before)
        .map(({ text }) => text)
    }
    expect(await splitBy({ split_message: true })).toEqual(['One', 'Two'])
    expect(await splitBy({ split_message: false })).toEqual(['One\n\nTwo'])
    expect(await splitBy({})).toEqual(['One\n\nTwo'])
    await call('PATCH /instances/shop', { message_splitting: 'paragraphs' })
    expect(await splitBy({})).toEqual(['One', 'Two'])
    // v1 knows only on and off: on leaves the way of splitting as it is.
    await call('PATCH /instances/shop', { enable_auto_split: true })
    expect((await call('GET /instances/shop')).body).toMatchObject({ enable_auto_split: true, message_splitting: 'paragraphs' })
    await call('PATCH /instances/shop', { enable_auto_split: false })
    expect(await splitBy({})).toEqual(['One\n\nTwo'])
    await call('PATCH /instances/shop', { enable_auto_split: true })
    expect((await call('GET /instances/shop')).body).toMatchObject({ enable_auto_split: true, message_splitting: 'readable' })
  })

  it('sends pictures, films and documents, by address or by content', async () => {
    for (const media_type of ['image', 'video', 'document']) {
      const by = { media_type, caption: 'Look', filename: 'menu.bin', mime_type: 'application/x-test' }
      await call('POST /instance/shop/send-media', { ...to, ...by, media_url: `${files.url}/a.bin` })
      expect(sent().at(-1)?.body).toMatchObject({
        mediatype: media_type,
        media: FILE,
        caption: 'Look',
        fileName: 'menu.bin',
        mimetype: 'application/x-test',
      })
      await call('POST /instance/shop/send-media', { ...to, media_type, media_base64: `data:image/png;base64,${PNG}` })
      expect(sent().at(-1)?.body).toMatchObject({ mediatype: media_type, media: PNG })
    }
  })

  it('sends voice messages and stickers', async () => {
    await call('POST /instance/shop/send-audio', { ...to, audio_url: `${files.url}/a.ogg` })
    expect(sent().at(-1)).toMatchObject({ route: 'sendWhatsAppAudio', body: { audio: FILE } })
    await call('POST /instance/shop/send-audio', { ...to, audio_base64: 'T2dnUw==' })
    expect(sent().at(-1)?.body).toMatchObject({ audio: 'T2dnUw==' })
    await call('POST /instance/shop/send-sticker', { ...to, sticker_url: `${files.url}/a.webp` })
    expect(sent().at(-1)).toMatchObject({ route: 'sendSticker', body: { sticker: FILE } })
    await call('POST /instance/shop/send-sticker', { ...to, sticker_base64: PNG })
    expect(sent().at(-1)?.body).toMatchObject({ sticker: PNG })
  })

  it('sends contact cards and reactions', async () => {
    const contacts = [
      { full_name: 'Ann', phone_number: '+1 555 777-8888', email: 'ann@shop.test', organization: 'Shop', url: 'http://shop.test' },
      { full_name: 'Bob' },
    ]
    await call('POST /instance/shop/send-contact', { ...to, contacts })
    expect(sent().at(-1)).toMatchObject({
      route: 'sendContact',
      body: {
        contact: [
          { fullName: 'Ann', wuid: '15557778888', email: 'ann@shop.test', organization: 'Shop', url: 'http://shop.test' },
          { fullName: 'Bob' },
        ],
      },
    })
    const { messageId } = await world.converse('shop', { from: '15552223333', text: 'Thanks' })
    await call('POST /instance/shop/send-reaction', { ...to, message_id: messageId, reaction: '❤️' })
    expect(sent().at(-1)).toMatchObject({
      route: 'sendReaction',
      body: { key: { id: messageId, remoteJid: '15552223333@s.whatsapp.net', fromMe: false }, reaction: '❤️' },
    })
    const own = (await call('POST /instance/shop/send-text', { ...to, text: 'mine' })).body.message_id
    await call('POST /instance/shop/send-reaction', { ...to, message_id: own, reaction: '' })
    expect(sent().at(-1)?.body).toMatchObject({ key: { id: own, fromMe: true }, reaction: '' })
  })

  it('looks a profile up and changes the account’s picture', async () => {
    world.evolution
      .instance('shop')
      .contacts.push({ remoteJid: '15552223333@s.whatsapp.net', pushName: 'Ann', profilePicUrl: 'http://pic.test/a' })
    expect(await call('POST /instance/shop/fetch-profile', to)).toMatchObject({
      status: 200,
      body: {
        success: true,
        error: null,
        user_id: '15552223333@s.whatsapp.net',
        profile: { name: 'Ann', picture_url: 'http://pic.test/a' },
      },
    })
    expect((await call('POST /instance/shop/update-profile-picture', { picture_url: `${files.url}/me.png` })).body.success).toBe(true)
    expect(world.evolution.instance('shop').profilePicUrl).toBe(FILE)
    world.evolution.failNext('updateProfilePicture', { kind: 'status', status: 400 })
    const refused = await call('POST /instance/shop/update-profile-picture', { picture_url: `${files.url}/me.png` })
    expect([400, 502]).toContain(refused.status)
    expect(refused.body.detail).toEqual(expect.any(String))
    world.evolution.failNext('fetchProfile', { kind: 'reset' })
    expect(await call('POST /instance/shop/fetch-profile', to)).toMatchObject({
      status: 502,
      body: { success: false, status: 'failed', message_id: null, error: expect.any(String), detail: expect.any(String) },
    })
  })

  it('refuses what is incomplete with 422 and what is no address with 400', async () => {
    const place = async (action: string, body: unknown) => (await call(`POST /instance/shop/${action}`, body)).body.detail?.[0]?.loc
    const nobody = { status: 400, body: { detail: 'Either user_id or phone_number must be provided' } }
    expect(await call('POST /instance/shop/send-text', { text: 'Hi' })).toMatchObject(nobody)
    expect(await call('POST /instance/shop/send-text', { phone_number: '  ', text: 'Hi' })).toMatchObject(nobody)
    expect(await call('POST /instance/shop/fetch-profile', {})).toMatchObject(nobody)
    expect(await place('send-text', { ...to })).toEqual(['body', 'text'])
    expect(await place('send-text', { ...to, text: '' })).toEqual(['body', 'text'])
    expect(await place('send-media', { ...to, media_type: 'hologram', media_url: 'x' })).toEqual(['body', 'media_type'])
    expect(await place('send-media', { ...to, media_type: 'image' })).toEqual(['body', 'media_url'])
    expect(await place('send-audio', to)).toEqual(['body', 'audio_url'])
    expect(await place('send-sticker', to)).toEqual(['body', 'sticker_url'])
    expect(await place('send-contact', { ...to, contacts: [] })).toEqual(['body', 'contacts'])
    expect(await place('send-reaction', { ...to, reaction: '👍' })).toEqual(['body', 'message_id'])
    expect(await place('update-profile-picture', {})).toEqual(['body', 'picture_url'])
    for (const phone_number of ['not a number', '12', '15552223333@evil.test', '1'.repeat(17)]) {
      expect((await call('POST /instance/shop/send-text', { phone_number, text: 'Hi' })).status, phone_number).toBe(400)
    }
    expect((await call('POST /instance/nobody/send-text', { ...to, text: 'Hi' })).status).toBe(404)
  })

  it('answers 502, never 200, when the platform refuses', async () => {
    const answer = await call('POST /instance/shop/send-text', { phone_number: '19990000000', text: 'Hi' })
    expect(answer).toMatchObject({ status: 502, body: { success: false, message_id: null, status: 'failed' } })
    expect(answer.body.error).toMatch(/WhatsApp/)
    expect(answer.body.detail).toBe(answer.body.error)
  })

  it('says so when nobody can know whether a message left', async () => {
    world.evolution.failNext('sendText', { kind: 'reset', afterEffect: true })
    const answer = await call('POST /instance/shop/send-text', { ...to, text: 'Hi' })
    expect(answer).toMatchObject({ status: 502, body: { success: false, error: expect.stringContaining('may have been sent') } })
  })

  it('answers 409 for an instance that is not connected', async () => {
    for (const [action, body] of [
      ['send-text', { ...to, text: 'Hi' }],
      ['send-audio', { ...to, audio_url: 'http://files.test/a' }],
    ] as const) {
      const answer = await call(`POST /instance/unlinked/${action}`, body)
      expect(answer).toMatchObject({ status: 409, body: { success: false, message_id: null, status: 'failed' } })
      expect(answer.body.detail).toContain('not connected')
    }
  })

  it('answers 202 with the delivery as soon as it is safe, if the caller does not want to wait', async () => {
    const live = await watchLive(world.omni.panel)
    for (const wait of ['false', '0']) {
      const answer = await call(`POST /instance/shop/send-text?wait=${wait}`, { ...to, text: `later ${wait}` })
      expect(answer).toMatchObject({ status: 202, body: { success: true, status: 'queued', error: null, message_id: expect.any(String) } })
      await live.until(
        (event) =>
          event.type === 'message.changed' &&
          event.message.delivery?.id === answer.body.message_id &&
          event.message.delivery?.state === 'sent',
      )
      expect(sent().some(({ text }) => text === `later ${wait}`)).toBe(true)
    }
    live.stop()
    expect((await call('POST /messages/send?wait=false', { instance: 'shop', to: '15552223333', text: 'x' })).status).toBe(202)
    // Also while it is not connected: it leaves when it is.
    expect((await call('POST /instance/unlinked/send-text?wait=false', { ...to, text: 'x' })).status).toBe(202)
    expect((await call('POST /instance/shop/send-text?wait=maybe', { ...to, text: 'x' })).status).toBe(422)
  })

  it('shows what was sent in the conversation, as written through the API', async () => {
    const { body } = await call('POST /instance/shop/send-text', { ...to, text: 'Shown' })
    const page = (await call('GET /instances/shop/chats/15552223333@s.whatsapp.net/messages?page_size=1')).body
    expect(page.messages[0]).toMatchObject({ id: body.message_id, text: 'Shown', is_from_me: true, channel_data: { author: 'api' } })
  })

  describe('with the unified format', () => {
    const message = (metadata: Record<string, unknown>, content: Record<string, unknown> = { text: 'Hi' }) => ({
      id: `u-${Math.random()}`,
      source: 'whatsapp',
      tenant: 'shop',
      content: { media: [], ...content, metadata },
      timestamp: '2026-03-01T10:00:00.000Z',
    })

    for (const root of [false, true]) {
      it(`sends ${root ? 'from the root' : 'under /api/v1'}`, async () => {
        for (const field of ['to', 'recipient', 'phone_number', 'chat_id']) {
          const answer = await call('POST /messages/unified', message({ [field]: '15552223333' }, { text: field }), { root })
          expect(answer).toMatchObject({ status: 200, body: { success: true, status: 'sent', message_id: sent().at(-1)?.id } })
          expect(sent().at(-1)?.text).toBe(field)
        }
        const simple = await call('POST /messages/send', { instance: 'shop', to: '+1 555 222 3333', text: 'simple' }, { root })
        expect(simple).toMatchObject({ status: 200, body: { success: true, status: 'sent' } })
        // Without a name it is the default instance.
        expect((await call('POST /messages/send', { to: '15552223333', text: 'default' }, { root })).status).toBe(200)
        expect(sent().at(-1)).toMatchObject({ instance: 'shop', text: 'default' })
      })
    }

    it('sends every file, the text with the first', async () => {
      const before = sent().length
      const media = ['a.jpg', 'b.mp4?x=1', 'c'].map((path) => `${files.url}/${path}`)
      const answer = await call('POST /messages/unified', message({ to: '15552223333' }, { text: 'Look', media }))
      expect(answer.body).toMatchObject({ success: true, message_id: sent()[before]?.id })
      expect(
        sent()
          .slice(before)
          .map(({ body }) => [body['mediatype'], body['media'], body['caption'] ?? '']),
      ).toEqual([
        ['image', FILE, 'Look'],
        ['video', FILE, ''],
        ['document', FILE, ''],
      ])
    })

    it('takes a message in as if the customer had written it, once', async () => {
      const live = await watchLive(world.omni.panel)
      const now = new Date().toISOString()
      const inbound = {
        ...message({ direction: 'inbound', from: '+1 555 666-7777', name: 'Cora' }, { text: 'From elsewhere' }),
        timestamp: now,
      }
      const answer = await call('POST /messages/unified', inbound)
      expect(answer).toMatchObject({ status: 202, body: { success: true, status: 'queued', trace_id: expect.any(String) } })
      const trace = await live.untilTrace((one) => one.id === answer.body.trace_id && one.state === 'completed')
      expect(trace).toMatchObject({ contactName: 'Cora', contactPhone: '15556667777', messagePreview: 'From elsewhere' })
      expect(sent().at(-1)).toMatchObject({ remoteJid: '15556667777@s.whatsapp.net', text: expect.stringContaining('From elsewhere') })
      const count = sent().length
      expect((await call('POST /messages/unified', inbound)).body.trace_id).toBe(answer.body.trace_id)
      expect(sent()).toHaveLength(count)
      live.stop()
    })

    it('takes files in', async () => {
      const live = await watchLive(world.omni.panel)
      const media = [`${files.url}/photo.png`]
      const { body } = await call('POST /messages/unified', message({ direction: 'inbound', from: '15556667777' }, { text: 'See', media }))
      await live.untilTrace((one) => one.id === body.trace_id && one.completedAt !== null)
      live.stop()
      expect((await call(`GET /traces/${body.trace_id}`)).body).toMatchObject({ message_type: 'image', has_media: true })
      const chat = (await call('GET /instances/shop/chats/15556667777@s.whatsapp.net/messages')).body.messages
      expect(chat.find((one: Json) => one.message_type === 'image')).toMatchObject({
        media_url: media[0],
        media_mime_type: 'image/png',
        caption: 'See',
      })
    })

    it('gives the history back in the same format, newest first', async () => {
      for (const root of [false, true]) {
        for (const path of ['/messages/history/shop?limit=5', '/messages/history?instance=shop&limit=5', '/messages/history?limit=5']) {
          const { status, body } = await call(`GET ${path}`, undefined, { root })
          expect(status, path).toBe(200)
          expect(body, path).toHaveLength(5)
          for (const one of body) {
            expect(one, path).toMatchObject({
              id: expect.any(String),
              source: 'whatsapp',
              tenant: 'shop',
              content: {
                text: expect.any(String),
                media: expect.any(Array),
                metadata: { direction: expect.stringMatching(/^(in|out)bound$/) },
              },
            })
            expect(new Date(one.timestamp).toISOString()).toBe(one.timestamp)
          }
        }
      }
      const first = (await call('GET /messages/history/shop?limit=1')).body
      const second = (await call('GET /messages/history/shop?limit=1&offset=1')).body
      expect((await call('GET /messages/history/shop?limit=2')).body).toEqual([...first, ...second])
      expect((await call('GET /messages/history/nobody')).status).toBe(404)
      expect((await call('GET /messages/history/shop?limit=0')).status).toBe(422)
    })

    it('refuses what it cannot place', async () => {
      const place = async (body: unknown) => (await call('POST /messages/unified', body)).body.detail?.[0]?.loc
      expect(await place(message({}))).toEqual(['body', 'content', 'metadata', 'to'])
      expect(await place(message({ direction: 'inbound' }))).toEqual(['body', 'content', 'metadata', 'from'])
      expect(await place(message({ to: '1' }, { text: '' }))).toEqual(['body', 'content', 'text'])
      expect(await place({ ...message({ to: '15552223333' }), timestamp: 'yesterday' })).toEqual(['body', 'timestamp'])
      expect((await call('POST /messages/unified', { ...message({ to: '15552223333' }), tenant: 'nobody' })).status).toBe(404)
      expect((await call('POST /messages/send', { instance: 'nobody', to: '1', text: 'x' })).status).toBe(404)
      expect((await call('POST /messages/send', { instance: 'shop', text: 'x' })).status).toBe(422)
    })
  })
})
