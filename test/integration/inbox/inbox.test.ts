/** Search, schedules, files, and the lists beside the conversations, through a whole hub. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { UPLOAD_CHUNK_BYTES, UPLOAD_MAX_BYTES } from '../../../src-shared/upload-limits.ts'
import { startEvolutionServer } from '../../support/evolution-server.ts'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'
import { connectShop } from '../../support/shop.ts'

let omni: TestHub
let live: Awaited<ReturnType<typeof watchLive>>

beforeEach(async () => {
  omni = await startTestHub()
  live = await watchLive(omni.panel)
})
afterEach(async () => {
  vi.useRealTimers()
  live.stop()
  await omni.stop()
})

async function open(instanceName = 'shop', customerName = 'Test customer') {
  const known = await omni.panel.instances.list()
  if (!known.some((instance) => instance.name === instanceName))
    await omni.panel.instances.create({ name: instanceName, channel: 'simulator', behaviour: { gatherWindowMs: 0 } })
  return omni.panel.simulator.open({ instanceName, customerName })
}

it('finds what was said a moment ago, with the place where it stands', async () => {
  const conversation = await open('shop', 'João Avelar')
  await omni.panel.simulator.say({ conversationId: conversation.id, text: 'Vocês têm pão de queijo?', clientId: '1' })
  const found = await omni.panel.search.find({ query: 'PAO quei' })
  const [hit] = found.messages
  expect(hit).toMatchObject({ conversationId: conversation.id, conversationName: 'João Avelar', author: 'customer' })
  expect(hit?.highlights.map(([start, end]) => hit.snippet.slice(start, end))).toEqual(['pão', 'quei'])
  const page = await omni.panel.conversations.messages({ conversationId: conversation.id, aroundSeq: hit?.seq ?? 0, limit: 2 })
  expect(page.items.map(({ id }) => id)).toContain(hit?.messageId)
  const [person] = await omni.panel.search.people({ query: 'avel' })
  expect(person?.highlights.map(([start, end]) => person.conversation.name.slice(start, end))).toEqual(['Avel'])
})

it('keeps the search of one instance to that instance, and takes odd input for words', async () => {
  const one = await open('shop')
  const two = await open('bakery')
  for (const { id } of [one, two]) await omni.panel.simulator.say({ conversationId: id, text: 'secret cake', clientId: '1' })
  const found = await omni.panel.search.find({ query: 'secret', instanceName: 'bakery' })
  expect(found.messages.map(({ conversationId }) => conversationId)).toEqual([two.id])
  for (const query of ['"', '🙂', 'a AND', '* OR *', '(((', 'x:y', '-', "'"]) await omni.panel.search.find({ query })
  expect((await omni.panel.search.find({ query: '🙂 !!!' })).messages).toEqual([])
})

it('sends a planned message at its time', async () => {
  const conversation = await open()
  const sendAt = new Date(Date.now() + 400).toISOString()
  await omni.panel.scheduled.create({ conversationId: conversation.id, text: 'Good morning', sendAt, by: 'Ana' })
  expect(await omni.panel.scheduled.list({ conversationId: conversation.id })).toMatchObject([{ text: 'Good morning', state: 'waiting' }])
  await live.until(
    (event) => event.type === 'message.changed' && event.message.text === 'Good morning' && event.message.delivery?.state === 'sent',
  )
  await expect.poll(async () => await omni.panel.scheduled.list({ conversationId: conversation.id })).toEqual([])
  expect((await omni.panel.conversations.get({ id: conversation.id })).owner.kind).toBe('bot')
})

it('sends a planned message a little late after a restart, and leaves one that is too late to a person', async () => {
  const conversation = await open()
  const { id: conversationId } = conversation
  const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
  await omni.panel.scheduled.create({ conversationId, text: 'too late', sendAt: at(1), by: 'Ana' })
  await omni.panel.scheduled.create({ conversationId, text: 'a little late', sendAt: at(90), by: 'Ana' })
  const cancelled = await omni.panel.scheduled.create({ conversationId, text: 'never', sendAt: at(91), by: 'Ana' })
  await omni.panel.scheduled.cancel({ id: cancelled.id })
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 120 * 60_000 })
  await omni.restart()
  const texts = async () => (await omni.panel.conversations.messages({ conversationId })).items.map((one) => one.event?.type ?? one.text)
  await expect.poll(async () => await texts()).toEqual(['scheduled_missed', 'a little late'])
  const [missed] = await omni.panel.scheduled.list({ conversationId })
  expect(missed).toMatchObject({ text: 'too late', state: 'missed' })
  expect((await omni.panel.system.home()).attention).toContainEqual(
    expect.objectContaining({
      kind: 'scheduled_missed',
      conversationId,
      message: expect.stringMatching(/^A planned message for .* was not sent/),
    }),
  )
  await omni.restart()
  expect(await texts()).toEqual(['scheduled_missed', 'a little late'])
  await expect(omni.panel.scheduled.update({ id: missed?.id ?? '', text: 'x', sendAt: at(-1) })).rejects.toMatchObject({
    data: { code: 'bad_request' },
  })
  expect(await omni.panel.scheduled.update({ id: missed?.id ?? '', text: 'later', sendAt: at(5) })).toMatchObject({ state: 'waiting' })
  await expect(omni.panel.scheduled.cancel({ id: cancelled.id })).rejects.toMatchObject({ data: { code: 'conflict' } })
})

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

async function upload(conversationId: string, fileName: string, bytes: Buffer) {
  const { uploadId } = await omni.panel.uploads.begin({ conversationId, fileName, sizeBytes: bytes.length })
  for (let offset = 0; offset < bytes.length; offset += UPLOAD_CHUNK_BYTES) {
    const base64 = bytes.subarray(offset, offset + UPLOAD_CHUNK_BYTES).toString('base64')
    await omni.panel.uploads.chunk({ uploadId, offset, base64 })
  }
  return omni.panel.uploads.finish({ uploadId })
}

it('refuses what is too large before a byte of it travels, and more than was said', async () => {
  const { id: conversationId } = await open()
  const begin = (sizeBytes: number) => omni.panel.uploads.begin({ conversationId, fileName: 'film.mp4', sizeBytes })
  await expect(begin(500 * 1024 * 1024)).rejects.toMatchObject({ data: { code: 'too_large', maxBytes: UPLOAD_MAX_BYTES } })
  await expect(begin(0)).rejects.toMatchObject({ data: { code: 'bad_request' } })
  const { uploadId } = await begin(2)
  const chunk = (offset: number, base64: string) => omni.panel.uploads.chunk({ uploadId, offset, base64 })
  await expect(chunk(0, 'AAAAAAAA')).rejects.toMatchObject({ data: { code: 'too_large' } })
  await expect(chunk(1, 'AA==')).rejects.toMatchObject({ data: { code: 'conflict' } })
  expect(await chunk(0, 'AA==')).toEqual({ receivedBytes: 1 })
  expect(await chunk(0, 'AA==')).toEqual({ receivedBytes: 1 })
  await expect(omni.panel.uploads.finish({ uploadId })).rejects.toMatchObject({ data: { code: 'conflict' } })
  await omni.panel.uploads.abort({ uploadId })
  await expect(chunk(1, 'AA==')).rejects.toMatchObject({ data: { code: 'not_found' } })
})

it('sends a file once, takes it for what its bytes are, and shows it in the thread', async () => {
  const { id: conversationId } = await open()
  const { uploadId, kind, media } = await upload(conversationId, '../../etc/invoice.pdf', PNG)
  expect([kind, media.mimeType, media.fileName]).toEqual(['image', 'image/png', 'invoice.pdf'])
  const send = () => omni.panel.conversations.sendFile({ conversationId, uploadId, caption: 'Look', clientId: 'f', by: 'Ana' })
  const [first, second] = [await send(), await send()]
  expect(second.id).toBe(first.id)
  expect(first).toMatchObject({ kind: 'image', text: 'Look', author: 'person', media: { mimeType: 'image/png' } })
  const stored = await omni.hub.readMedia(first.media?.id ?? '')
  expect(Buffer.from(stored?.bytes ?? []).equals(PNG)).toBe(true)
  const { items } = await omni.panel.conversations.messages({ conversationId })
  expect(items.filter((item) => item.kind === 'image')).toHaveLength(1)
})

it('takes a file of several pieces for text, sound or something else by its bytes', async () => {
  const { id: conversationId } = await open()
  const kinds = await Promise.all(
    [
      Buffer.from('x'.repeat(UPLOAD_CHUNK_BYTES + 10)),
      Buffer.from('<script>alert(1)</script>'),
      Buffer.concat([Buffer.from('OggS'), Buffer.alloc(24), Buffer.from('OpusHead'), Buffer.alloc(40)]),
      Buffer.from([0, 1, 2, 3]),
    ].map(async (bytes) => {
      const { kind, media } = await upload(conversationId, 'a.png', bytes)
      return `${kind} ${media.mimeType}`
    }),
  )
  expect(kinds).toEqual(['document text/plain', 'document text/plain', 'audio audio/ogg', 'document application/octet-stream'])
})

it('keeps labels, saved replies and notes, and tells the other windows', async () => {
  const { id: conversationId } = await open()
  const label = await omni.panel.labels.create({ name: 'VIP', colour: 'green' })
  await expect(omni.panel.labels.create({ name: ' vip ', colour: 'red' })).rejects.toMatchObject({ data: { code: 'conflict' } })
  expect((await omni.panel.labels.assign({ conversationId, labelIds: [label.id] })).labels).toEqual([label.id])
  expect((await omni.panel.conversations.list({ labelId: label.id })).items).toHaveLength(1)
  await omni.panel.labels.update({ ...label, name: 'Regular' })
  await omni.panel.labels.remove({ id: label.id })
  expect((await omni.panel.conversations.get({ id: conversationId })).labels).toEqual([])
  const reply = await omni.panel.savedReplies.create({ shortcut: 'hours', text: 'We open at 9' })
  expect(await omni.panel.savedReplies.list({ instanceName: 'shop' })).toEqual([reply])
  await expect(omni.panel.savedReplies.create({ shortcut: 'a b', text: 'x' })).rejects.toThrow()
  await omni.panel.savedReplies.remove({ id: reply.id })
  const note = await omni.panel.contacts.addNote({ conversationId, text: 'Likes cake', author: 'Ana' })
  expect(await omni.panel.contacts.notes({ conversationId })).toMatchObject([{ text: 'Likes cake', author: 'Ana' }])
  await omni.panel.contacts.removeNote({ id: note.id })
  await live.until((event) => event.type === 'inbox.changed' && event.what === 'notes' && event.conversationId === conversationId)
  expect(new Set(live.events.flatMap((event) => (event.type === 'inbox.changed' ? [event.what] : [])))).toEqual(
    new Set(['labels', 'saved_replies', 'notes']),
  )
  const { contact, history } = await omni.panel.contacts.ofConversation({ conversationId })
  expect(contact).toMatchObject({ name: 'Test customer', identities: [{ kind: 'simulator' }] })
  expect(history).toMatchObject({ messageCount: 0, conversations: [] })
})

it('counts what is unread for the badge', async () => {
  const { id } = await open()
  await omni.panel.simulator.say({ conversationId: id, text: 'hello', clientId: '1' })
  await live.until((event) => event.type === 'counters' && event.counters.unread === 1)
  await omni.panel.conversations.markRead({ id })
  await live.until((event) => event.type === 'counters' && event.counters.unread === 0)
  expect(await omni.panel.conversations.markUnread({ id })).toMatchObject({ unreadCount: 1 })
})

it('sends pictures, sounds and reactions through Evolution', async () => {
  const evolution = await startEvolutionServer()
  try {
    await connectShop(omni.panel, evolution, 'bakery')
    await evolution.deliverInbound('bakery', { from: '15550002222', text: 'hello', name: 'Rui' })
    const hello = await live.until(
      (event): event is Extract<typeof event, { type: 'message.changed' }> =>
        event.type === 'message.changed' && event.message.text === 'hello',
    )
    const { conversationId } = hello.message
    const { uploadId } = await upload(conversationId, 'cake.png', PNG)
    const sent = await omni.panel.conversations.sendFile({ conversationId, uploadId, clientId: 'f' })
    await live.until(
      (event) => event.type === 'message.changed' && event.message.id === sent.id && event.message.delivery?.state === 'sent',
    )
    expect(evolution.receivedBy('sendMedia')[0]?.body).toMatchObject({
      mediatype: 'image',
      media: PNG.toString('base64'),
      fileName: 'cake.png',
    })
    const reacted = await omni.panel.conversations.react({ messageId: hello.message.id, emoji: '👍', clientId: 'r' })
    expect(reacted.reactions).toEqual([{ emoji: '👍', by: 'You' }])
    expect((await evolution.whenReceived('sendReaction')).body).toMatchObject({ reaction: '👍' })
  } finally {
    await evolution.stop()
  }
})
