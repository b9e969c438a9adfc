import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Json, startV1World, type V1World } from '../../support/omni-v1.ts'

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const GROUP = '120363000000000001@g.us'
const ANN = '15551110001@s.whatsapp.net'

describe('chats and contacts over REST', () => {
  let world: V1World
  let call: V1World['call']
  const chat = `/instances/shop/chats/${ANN}`

  beforeAll(async () => {
    world = await startV1World()
    call = world.call
    await world.link('shop')
    for (const [from, name] of [
      ['15551110001', 'Ann'],
      ['15551110002', 'Bob'],
      ['15551110003', 'Anna 100%'],
    ] as const) {
      await world.converse('shop', { from, name, text: `Hello from ${name}` })
    }
    await world.converse('shop', {
      from: '15551110001',
      name: 'Ann',
      text: 'Second',
      contextInfo: { stanzaId: '3AFIRST', quotedMessage: { conversation: 'x' } },
    })
    await world.converse('shop', {
      from: '15551110001',
      name: 'Ann',
      message: { imageMessage: { mimetype: 'image/png', caption: 'A picture', fileLength: { low: 70, high: 0, unsigned: true } } },
      messageType: 'imageMessage',
      base64: PNG,
    })
    world.evolution.instance('shop').groups.set(GROUP, { subject: 'Bakers', participants: [] })
    await world.converse('shop', { from: '15551110001', name: 'Ann', text: 'To all', group: GROUP })
    await world.converse('shop', { from: '15551110002', name: 'Bob', text: 'To all too', group: GROUP })
  })
  afterAll(() => world.stop())

  it('lists contacts in v1’s wrapper, by pages and by words', async () => {
    const { status, body } = await call('GET /instances/shop/contacts')
    expect(status).toBe(200)
    expect(body).toEqual({
      contacts: expect.any(Array),
      total_count: 3,
      page: 1,
      page_size: 50,
      has_more: false,
      instance_name: 'shop',
      channel_type: 'whatsapp',
      partial_errors: [],
    })
    expect(body.contacts.find((one: Json) => one.name === 'Ann')).toEqual({
      id: ANN,
      name: 'Ann',
      channel_type: 'whatsapp',
      instance_name: 'shop',
      avatar_url: null,
      status: 'unknown',
      is_verified: null,
      is_business: null,
      channel_data: expect.any(Object),
      created_at: expect.any(String),
      last_seen: expect.any(String),
    })
    const first = (await call('GET /instances/shop/contacts?page=1&page_size=2')).body
    const second = (await call('GET /instances/shop/contacts?page=2&page_size=2')).body
    expect([first.contacts.length, first.has_more, second.contacts.length, second.has_more]).toEqual([2, true, 1, false])
    expect(new Set([...first.contacts, ...second.contacts].map((one: Json) => one.id)).size).toBe(3)
    const names = async (query: string) =>
      (await call(`GET /instances/shop/contacts?${query}`)).body.contacts.map((one: Json) => one.name).sort()
    expect(await names('search_query=ann')).toEqual(['Ann', 'Anna 100%'])
    expect(await names('search_query=100%25')).toEqual(['Anna 100%'])
    expect(await names('search_query=15551110002')).toEqual(['Bob'])
    expect(await names('channel_type=whatsapp')).toHaveLength(3)
    expect(await names('channel_type=discord')).toEqual([])
    for (const query of ['page=0', 'page_size=0', 'page_size=501'])
      expect((await call(`GET /instances/shop/contacts?${query}`)).status).toBe(422)
    expect((await call('GET /instances/shop/contacts?page_size=500')).status).toBe(200)
  })

  it('finds one contact by number, JID or its own id', async () => {
    const own = (await call(`GET /instances/shop/contacts/${ANN}`)).body.channel_data.contact_id
    for (const id of [ANN, '15551110001', '+15551110001', '915551110001@lid', own]) {
      expect((await call(`GET /instances/shop/contacts/${encodeURIComponent(id)}`)).body, id).toMatchObject({ id: ANN, name: 'Ann' })
    }
    expect(await call('GET /instances/shop/contacts/19998887777')).toMatchObject({ status: 404, body: { detail: expect.any(String) } })
  })

  it('lists chats, by kind and by archive', async () => {
    const { body } = await call('GET /instances/shop/chats')
    expect(body).toMatchObject({ total_count: 4, page: 1, page_size: 50, has_more: false, instance_name: 'shop', partial_errors: [] })
    expect(body.chats.find((one: Json) => one.id === ANN)).toEqual({
      id: ANN,
      name: 'Ann',
      chat_type: 'direct',
      channel_type: 'whatsapp',
      instance_name: 'shop',
      participant_count: null,
      is_muted: false,
      is_archived: false,
      is_pinned: false,
      description: null,
      avatar_url: null,
      unread_count: expect.any(Number),
      channel_data: expect.objectContaining({ phone_number: '15551110001' }),
      created_at: expect.any(String),
      last_message_at: expect.any(String),
    })
    const ids = async (query: string) => (await call(`GET /instances/shop/chats?${query}`)).body.chats.map((one: Json) => one.id)
    expect(await ids('chat_type_filter=group')).toEqual([GROUP])
    expect(await ids('chat_type_filter=direct')).toHaveLength(3)
    expect(await ids('chat_type_filter=thread')).toEqual([])
    expect(await ids('archived=true')).toEqual([])
    expect(await ids('archived=false')).toHaveLength(4)
    expect(await ids('channel_type=slack')).toEqual([])
    expect((await call('GET /instances/shop/chats?page_size=3')).body.has_more).toBe(true)
    expect((await call('GET /instances/shop/chats?chat_type_filter=crowd')).status).toBe(422)
  })

  it('finds one chat by its JID or its own id', async () => {
    const { body } = await call(`GET ${chat}`)
    expect(body).toMatchObject({ id: ANN, chat_type: 'direct' })
    expect((await call(`GET /instances/shop/chats/${body.channel_data.conversation_id}`)).body).toEqual(body)
    expect((await call('GET /instances/shop/chats/1@s.whatsapp.net')).status).toBe(404)
  })

  it('shows the messages of a chat, newest first, with every field', async () => {
    const { body } = await call(`GET ${chat}/messages`)
    expect(body).toMatchObject({
      total_count: 6,
      page: 1,
      has_more: false,
      instance_name: 'shop',
      channel_type: 'whatsapp',
      partial_errors: [],
    })
    expect(body.messages.map((one: Json) => one.is_from_me)).toEqual([true, false, true, false, true, false])
    const [, picture, , second] = body.messages
    expect(picture).toEqual({
      id: expect.any(String),
      chat_id: ANN,
      sender_id: ANN,
      sender_name: 'Ann',
      message_type: 'image',
      text: null,
      media_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/media\//),
      media_mime_type: 'image/png',
      media_size: 70,
      caption: 'A picture',
      thumbnail_url: null,
      is_from_me: false,
      is_forwarded: false,
      is_reply: false,
      reply_to_message_id: null,
      timestamp: expect.any(String),
      edited_at: null,
      channel_type: 'whatsapp',
      instance_name: 'shop',
      channel_data: expect.objectContaining({ author: 'customer', trace_id: expect.any(String) }),
    })
    expect(second).toMatchObject({ text: 'Second', is_reply: true, reply_to_message_id: '3AFIRST', media_url: null })
    expect(body.messages[0]).toMatchObject({ sender_id: 'me', is_from_me: true })
  })

  it('goes back in time by pages and from a message', async () => {
    const all = (await call(`GET ${chat}/messages`)).body.messages
    const pages = []
    for (const page of [1, 2, 3, 4]) pages.push((await call(`GET ${chat}/messages?page=${page}&page_size=2`)).body)
    expect(pages.flatMap((page) => page.messages)).toEqual(all)
    expect(pages.map((page) => page.has_more)).toEqual([true, true, false, false])
    const before = (await call(`GET ${chat}/messages?before_message_id=${all[2].id}&page_size=2`)).body
    expect(before.messages).toEqual(all.slice(3, 5))
    expect(before.has_more).toBe(true)
    expect((await call(`GET ${chat}/messages?before_message_id=${all[3].id}&page_size=2`)).body.has_more).toBe(false)
    expect((await call(`GET ${chat}/messages?before_message_id=unknown`)).status).toBe(404)
    expect((await call(`GET ${chat}/messages?page_size=201`)).status).toBe(422)
    expect((await call(`GET ${chat}/messages?page_size=200`)).status).toBe(200)
  })

  it('names each member of a group as the sender of what they wrote', async () => {
    const { messages } = (await call(`GET /instances/shop/chats/${GROUP}/messages`)).body
    expect(messages.map((one: Json) => [one.text, one.sender_id, one.sender_name])).toEqual([
      ['To all too', '15551110002@s.whatsapp.net', 'Bob'],
      ['To all', ANN, 'Ann'],
    ])
  })

  it('shows nobody what its sender took back', async () => {
    const { messageId } = await world.converse('shop', { from: '15551110003', text: 'A secret' })
    await world.evolution.emit('shop', 'messages.delete', {
      id: messageId,
      remoteJid: '15551110003@s.whatsapp.net',
      fromMe: false,
      status: 'DELETED',
    })
    const { messages } = (await call('GET /instances/shop/chats/15551110003@s.whatsapp.net/messages')).body
    expect(messages.find((one: Json) => one.id === messageId)).toMatchObject({
      text: null,
      channel_data: { revoked_at: expect.any(String) },
    })
    const history = (await call('GET /messages/history/shop')).body
    expect(history.find((one: Json) => one.id === messageId).content).toMatchObject({ text: '', media: [] })
  })

  it('serves the file of a message to a key that covers it, and to no other', async () => {
    const { messages } = (await call(`GET ${chat}/messages`)).body
    const { media_url } = messages.find((one: Json) => one.message_type === 'image')
    const get = async (key: string | null) => fetch(media_url, { headers: key === null ? {} : { 'x-api-key': key } })
    const file = await get('sk-omni-test-key')
    expect(file.status).toBe(200)
    expect(file.headers.get('content-type')).toBe('image/png')
    expect(Buffer.from(await file.arrayBuffer()).toString('base64')).toBe(PNG)
    expect((await get(await world.key('read', ['shop']))).status).toBe(200)
    await world.create('other')
    expect((await get(await world.key('admin', ['other']))).status).toBe(404)
    expect((await get('sk-omni-wrong')).status).toBe(401)
    expect((await get(null)).status).toBe(401)
  })

  it('never shows a file that could run something', async () => {
    for (const [mimetype, fileName] of [
      ['text/html', 'page.html'],
      ['image/svg+xml', 'drawing.svg'],
      ['application/xhtml+xml', 'x.xhtml'],
    ] as const) {
      await world.converse('shop', {
        from: '15551110001',
        message: { documentMessage: { mimetype, fileName } },
        messageType: 'documentMessage',
        base64: Buffer.from('<script>alert(1)</script>').toString('base64'),
      })
      const { messages } = (await call(`GET ${chat}/messages?page_size=5`)).body
      const { media_url } = messages.find((one: Json) => one.media_mime_type === mimetype)
      const file = await fetch(media_url, { headers: { 'x-api-key': 'sk-omni-test-key' } })
      expect(file.headers.get('content-type'), mimetype).toBe('application/octet-stream')
      expect(file.headers.get('content-disposition'), mimetype).toBe(`attachment; filename*=UTF-8''${fileName}`)
      expect(file.headers.get('content-security-policy'), mimetype).toContain('sandbox')
      expect(file.headers.get('x-content-type-options'), mimetype).toBe('nosniff')
    }
  })
})
