import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { errorCode } from '../../../../src-shared/errors.ts'
import { ChannelHarness, textPart } from '../../../../test/support/evolution/channel-harness.ts'
import type { Fault } from '../../../../test/support/evolution-server.ts'
import { EvolutionError } from './failures.ts'

let harness: ChannelHarness
beforeEach(async () => {
  harness = await ChannelHarness.start()
})
afterEach(() => harness.stop())

const never = new AbortController().signal

/** For what arrives over the network: no time is measured, it only has to arrive. */
function eventually(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 10_000, interval: 5 })
}

/** Passes the time that somebody waits for, once they wait: not earlier, when a call is still under way. */
async function passWait(ms: number): Promise<void> {
  await eventually(() => expect(harness.timers.nextInMs()).toBe(ms))
  harness.timers.advance(ms)
}

describe('linking an account', () => {
  it('creates the instance with its webhook and secret, shows the code, and becomes connected by a scan', async () => {
    await harness.channel.connect({ phoneNumber: null })
    const instance = harness.evolution.instance('shop')
    expect(instance.webhook).toMatchObject({
      url: harness.webhookUrl,
      headers: { 'x-omni-webhook-secret': harness.secret },
      enabled: true,
      webhookBase64: true,
      webhookByEvents: false,
    })
    expect(instance.webhook?.events).toContain('MESSAGES_UPSERT')
    expect(harness.secrets['instanceToken']).toBe(instance.token)
    expect(harness.connection).toMatchObject({
      state: 'pairing',
      qr: { image: instance.qr?.base64, pairingCode: null, expiresAt: '2026-11-21T12:00:45.000Z' },
    })

    harness.evolution.scan('shop', '15550001111', 'Shop')
    await eventually(() =>
      expect(harness.connection).toMatchObject({ state: 'connected', account: '15550001111', profileName: 'Shop', qr: null }),
    )
  })

  it('brings messages from then on, over real HTTP', async () => {
    await harness.link()
    const { hooks } = await harness.evolution.deliverInbound('shop', { text: 'Hi', name: 'Ann' })
    expect(hooks).toMatchObject([{ outcome: 'delivered', status: 200 }])
    expect(harness.messages).toMatchObject([{ text: 'Hi', sender: { name: 'Ann' }, freshness: 'new' }])
  })

  it('shows each renewed code for as long as the first', async () => {
    await harness.channel.connect({ phoneNumber: null })
    await harness.evolution.hooks.idle()
    harness.timers.advance(1000)
    harness.evolution.renewQr('shop')
    await harness.evolution.hooks.idle()
    expect(harness.connection.qr?.expiresAt).toBe('2026-11-21T12:00:46.000Z')
  })

  it('keeps the renewed code when a slow answer brings the one before it', async () => {
    await harness.channel.connect({ phoneNumber: null })
    await harness.evolution.hooks.idle()
    const first = { ...harness.evolution.instances.get('shop')?.qr, instance: 'shop' }
    harness.evolution.renewQr('shop')
    await harness.evolution.hooks.idle()
    const renewed = harness.connection.qr
    expect(renewed?.image).not.toBe(first.base64)
    await harness.channel.handleWebhook({ headers: {}, body: { event: 'qrcode.updated', instance: 'shop', data: { qrcode: first } } })
    expect(harness.connection.qr).toEqual(renewed)
  })

  it('fetches the renewed code itself, and sees the scan, where webhooks do not arrive', async () => {
    harness.evolution.silenceWebhooks()
    await harness.channel.connect({ phoneNumber: null })
    const first = harness.connection.qr
    harness.evolution.renewQr('shop')
    await harness.channel.settled()
    // The code in force is not asked for again before it has expired.
    for (let look = 0; look < 14; look += 1) await harness.look(3000)
    expect(harness.connection.qr).toEqual(first)
    await harness.look(3000)
    expect(harness.connection).toMatchObject({ state: 'pairing', qr: { expiresAt: '2026-11-21T12:01:30.000Z' } })
    harness.evolution.scan('shop')
    await harness.look(3000)
    expect(harness.connection).toMatchObject({ state: 'connected', account: '15550001111' })
  })

  it('says so when nobody scanned in time', async () => {
    await harness.channel.connect({ phoneNumber: null })
    harness.evolution.exhaustQr('shop')
    await eventually(() =>
      expect(harness.connection).toMatchObject({
        state: 'disconnected',
        qr: null,
        message: expect.stringContaining('not scanned in time'),
      }),
    )
    // The first look at the server only finds the link closed, and knows less.
    await harness.look(3000)
    expect(harness.connection.message).toContain('not scanned in time')
  })

  it('keeps saying so when an answer from before arrives late', async () => {
    await harness.channel.connect({ phoneNumber: null })
    let answer = () => {}
    const late = new Promise<void>((resolve) => {
      answer = resolve
    })
    harness.evolution.failNext('connectionState', { kind: 'late', until: late })
    const asked = harness.evolution.receivedBy('connectionState').length
    const looking = harness.look(3000)
    await eventually(() => expect(harness.evolution.receivedBy('connectionState').length).toBeGreaterThan(asked))
    harness.evolution.exhaustQr('shop')
    await eventually(() => expect(harness.connection.message).toContain('not scanned in time'))
    answer()
    await looking
    await harness.look(10_000)
    expect(harness.connection).toMatchObject({ state: 'disconnected', qr: null, message: expect.stringContaining('not scanned in time') })
  })

  it('asks for a pairing code when a number is given', async () => {
    await harness.channel.connect({ phoneNumber: '5511987654321' })
    expect(harness.evolution.receivedBy('create')[0]?.body).toMatchObject({ number: '5511987654321' })
    expect(harness.connection.qr?.pairingCode).toMatch(/^[0-9A-F]{8}$/)
  })

  it('gets a pairing code from an instance that already waits with a QR code only', async () => {
    await harness.channel.connect({ phoneNumber: null })
    expect(harness.connection.qr?.pairingCode).toBeNull()
    await harness.channel.connect({ phoneNumber: '5511987654321' })
    await eventually(() => expect(harness.connection.qr?.pairingCode).toMatch(/^[0-9A-F]{8}$/))
  })

  it('adopts an instance that is there and open, without a new code', async () => {
    const instance = harness.evolution.addInstance('shop', { account: '15557776666' })
    instance.settings['readMessages'] = true
    await harness.channel.connect({ phoneNumber: null })
    expect(harness.evolution.receivedBy('create')).toEqual([])
    expect(harness.connection).toMatchObject({ state: 'connected', account: '15557776666', profileName: 'Shop' })
    expect(instance.webhook?.url).toBe(harness.webhookUrl)
    expect(instance.settings['readMessages']).toBe(false)
    expect(harness.secrets['instanceToken']).toBe(instance.token)
    await harness.channel.send(textPart('x'), never)
    expect(harness.evolution.receivedBy('sendText')[0]?.key).toBe('instance')
  })

  it('adopts it by the token of the instance alone', async () => {
    const instance = harness.evolution.addInstance('shop')
    harness.secrets = { apiKey: instance.token }
    await harness.newChannel().connect({ phoneNumber: null })
    expect(harness.connection.state).toBe('connected')
  })

  it('falls back to the key of the settings when the saved token is of an earlier instance', async () => {
    harness.evolution.addInstance('shop')
    harness.secrets = { ...harness.secrets, instanceToken: 'of-a-deleted-instance' }
    await harness.newChannel().connect({ phoneNumber: null })
    expect(harness.connection.state).toBe('connected')
    expect(harness.secrets['instanceToken']).toBe(harness.evolution.instance('shop').token)
  })

  it('registers for all events where the server does not know one of them', async () => {
    harness.evolution.failNext('create', {
      kind: 'status',
      status: 400,
      body: { response: { message: [['webhook.events[3] is not one of enum values']] } },
    })
    await harness.channel.connect({ phoneNumber: null })
    expect(harness.evolution.receivedBy('create')[1]?.body).toMatchObject({ webhook: { events: [] } })
    expect(harness.connection.state).toBe('pairing')
  })

  it.each([
    [
      'a wrong key',
      { kind: 'status', status: 401, body: { status: 401, response: { message: 'Unauthorized' } } },
      'unauthorized',
      /API key/,
    ],
    ['a missing licence', { kind: 'licence' }, 'licence_required', /https:\/\/license\.example\/register/],
    ['something that is not Evolution', { kind: 'status', status: 404, body: 'not here' }, 'invalid_response', /address/],
  ] as const)('tells the person in plain words about %s', async (_, fault, code, sentence) => {
    harness.evolution.failNext('connectionState', fault, 5)
    await expect(harness.channel.connect({ phoneNumber: null })).rejects.toMatchObject({ code })
    expect(harness.connection).toMatchObject({ state: 'error', message: expect.stringMatching(sentence) })
  })

  it('puts the address for registering a licence among the facts', async () => {
    harness.evolution.isUnlicensed = true
    const error = await harness.channel.connect({ phoneNumber: null }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(EvolutionError)
    expect((error as EvolutionError).details).toEqual({ registerUrl: 'https://license.example/register?instance_id=fake' })
  })

  it('tells about an answer 200 that is a swallowed exception', async () => {
    harness.evolution.addInstance('shop', { state: 'close' })
    harness.evolution.failNext('connect', { kind: 'answer', body: '{"error":true,"message":"[object Object]"}' })
    await expect(harness.channel.connect({ phoneNumber: null })).rejects.toMatchObject({ code: 'platform_error' })
    expect(harness.connection.message).not.toContain('[object')
  })

  it('waits for a code that is not ready, and says what helps when none comes', async () => {
    harness.evolution.addInstance('shop', { state: 'close' })
    harness.evolution.failNext('connect', { kind: 'answer', body: '{"count":0}' }, 30)
    harness.evolution.silenceWebhooks()
    harness.evolution.instance('shop').state = 'connecting'
    await harness.channel.connect({ phoneNumber: null })
    expect(harness.connection).toMatchObject({ state: 'connecting', message: expect.stringContaining('Waiting') })
    await harness.channel.settled()
    for (let look = 0; look < 10; look += 1) await harness.look(5000)
    expect(harness.connection.message).toContain('2.3.7')
  })
})

describe('a link that breaks', () => {
  beforeEach(() => harness.link())

  it('is not shown while it only flickers, however often the server says so', async () => {
    const before = harness.reports.length
    harness.evolution.reconnect('shop', 40)
    await harness.evolution.hooks.idle()
    expect(harness.reports).toHaveLength(before)
    harness.evolution.reopen('shop')
    await harness.evolution.hooks.idle()
    harness.timers.advance(750)
    expect(harness.reports).toHaveLength(before)
    expect(harness.connection.state).toBe('connected')
  })

  it('is shown once when it lasts', async () => {
    const before = harness.reports.length
    harness.evolution.reconnect('shop', 40)
    await harness.evolution.hooks.idle()
    harness.timers.advance(750)
    expect(harness.reports.slice(before)).toMatchObject([
      { state: 'connecting', message: 'WhatsApp is reconnecting.', account: '15550001111' },
    ])
  })

  it('wants a person when the phone unlinked it, and says so once for all three webhooks', async () => {
    const before = harness.reports.length
    harness.evolution.unlink('shop')
    await harness.evolution.hooks.idle()
    expect(harness.reports.slice(before).map(({ state }) => state)).toContain('error')
    expect(harness.connection).toMatchObject({ state: 'error', account: null, message: expect.stringContaining('unlinked') })
    expect(harness.reports.length - before).toBeLessThanOrEqual(2)
  })

  it('is not taken for unlinked by a code that comes late', async () => {
    const qrcode = { instance: 'shop', code: '2@late', base64: 'data:image/png;base64,QUJD', pairingCode: null }
    await harness.channel.handleWebhook({ headers: {}, body: { event: 'qrcode.updated', instance: 'shop', data: { qrcode } } })
    await harness.channel.settled()
    expect(harness.connection).toMatchObject({ state: 'connected', qr: null, account: '15550001111' })
  })

  it('names the blocking of the account', async () => {
    harness.evolution.unlink('shop', 403)
    await eventually(() => expect(harness.connection).toMatchObject({ state: 'error', message: expect.stringContaining('blocked') }))
  })

  it('tells that the instance was removed on the server', async () => {
    harness.evolution.deleteInstance('shop')
    await eventually(() => expect(harness.connection).toMatchObject({ state: 'error', message: expect.stringContaining('removed') }))
  })
})

describe('what a person asks for', () => {
  beforeEach(() => harness.link())

  it('logs out without calling it a failure afterwards', async () => {
    await harness.channel.logout()
    await harness.evolution.hooks.idle()
    expect(harness.connection).toMatchObject({ state: 'disconnected', account: null, message: null })
    expect(harness.reports.some(({ state }) => state === 'error')).toBe(false)
    await expect(harness.channel.logout()).resolves.toBeUndefined()
  })

  it('removes the instance, and finds nothing to do the second time', async () => {
    await harness.channel.remove({ evenIfAdopted: false })
    expect(harness.evolution.instances.size).toBe(0)
    expect(harness.secrets['instanceToken']).toBeUndefined()
    await expect(harness.channel.remove({ evenIfAdopted: false })).resolves.toBeUndefined()
  })

  it('restarts by POST and follows the state until the account is back', async () => {
    harness.evolution.silenceWebhooks()
    const restarted = harness.channel.restart()
    await harness.evolution.whenReceived('restart')
    expect(harness.evolution.receivedBy('restart')[0]?.method).toBe('POST')
    await passWait(2000)
    await passWait(750)
    expect(harness.connection.state).toBe('connecting')
    harness.evolution.reopen('shop')
    await passWait(1250)
    await restarted
    expect(harness.connection.state).toBe('connected')
  })

  it('says what to do when there is nothing to restart', async () => {
    harness.evolution.unlink('shop')
    await expect(harness.channel.restart()).rejects.toMatchObject({ code: 'not_connected', message: expect.stringContaining('Connect') })
  })

  it('stays disconnected over a restart of the hub, and comes back by Connect', async () => {
    await harness.channel.disconnect()
    expect(harness.connection).toMatchObject({ state: 'disconnected', account: '15550001111' })
    expect(harness.evolution.instance('shop').webhook?.enabled).toBe(false)
    await harness.channel.stop()

    const calls = harness.evolution.received.length
    await harness.newChannel().start()
    expect(harness.connection.state).toBe('disconnected')
    expect(harness.timers.pending()).toBe(0)
    expect(harness.evolution.received).toHaveLength(calls)

    await harness.channel.connect({ phoneNumber: null })
    expect(harness.connection.state).toBe('connected')
    expect(harness.evolution.instance('shop').webhook?.enabled).toBe(true)
  })
})

describe('starting with the hub', () => {
  it('takes over a linked account and moves the webhook that it registered at an older address, without asking', async () => {
    harness.evolution.addInstance('shop', { webhookUrl: 'http://127.0.0.1:1/old', headers: { 'X-Omni-Webhook-Secret': harness.secret } })
    await harness.channel.start()
    await eventually(() => expect(harness.connection).toMatchObject({ state: 'connected', account: '15550001111' }))
    await eventually(() => expect(harness.evolution.instance('shop').webhook?.url).toBe(harness.webhookUrl))
  })

  it('tells the server another address while the account stays connected', async () => {
    await harness.link()
    const reports = harness.reports.length
    harness.channel.webhookMoved('https://hooks.shop.test/webhook/evolution/shop')
    harness.channel.webhookMoved('https://other.shop.test/webhook/evolution/shop')
    await harness.channel.settled()
    await eventually(() => expect(harness.evolution.instance('shop').webhook?.url).toBe('https://other.shop.test/webhook/evolution/shop'))
    expect(harness.evolution.instance('shop').webhook?.headers).toMatchObject({ 'x-omni-webhook-secret': harness.secret })
    expect(harness.reports.slice(reports)).toEqual([])
  })

  it('tells a server that was away the other address as soon as it is back', async () => {
    await harness.link()
    await harness.evolution.goAway()
    harness.channel.webhookMoved('https://hooks.shop.test/webhook/evolution/shop')
    await harness.channel.settled()
    await harness.evolution.comeBack()
    harness.timers.advance(15_000)
    await eventually(() => expect(harness.evolution.instance('shop').webhook?.url).toBe('https://hooks.shop.test/webhook/evolution/shop'))
  })

  it('leaves an account alone that was disconnected, and registers the new address with the next link', async () => {
    await harness.link()
    await harness.channel.disconnect()
    const calls = harness.evolution.received.length
    harness.channel.webhookMoved('https://hooks.shop.test/webhook/evolution/shop')
    await harness.channel.settled()
    expect(harness.evolution.received).toHaveLength(calls)
    await harness.channel.connect({ phoneNumber: null })
    expect(harness.evolution.instance('shop').webhook?.url).toBe('https://hooks.shop.test/webhook/evolution/shop')
  })

  it('leaves a webhook alone that is as it should be', async () => {
    await harness.link()
    await harness.channel.stop()
    const sets = harness.evolution.receivedBy('set').length
    await harness.newChannel().start()
    await harness.evolution.whenReceived('find')
    await eventually(() => expect(harness.connection.state).toBe('connected'))
    expect(harness.evolution.receivedBy('set')).toHaveLength(sets)
  })

  it('asks for Connect when there is no instance yet, and makes none on its own', async () => {
    await harness.channel.start()
    await eventually(() =>
      expect(harness.connection).toMatchObject({ state: 'disconnected', message: expect.stringContaining('Press Connect') }),
    )
    expect(harness.evolution.instances.size).toBe(0)
  })

  it('does not wait for a server that does not answer, neither then nor at the end', async () => {
    harness.evolution.failNext('connectionState', { kind: 'hang' })
    await harness.channel.start()
    expect(harness.connection.state).toBe('connecting')
    await harness.evolution.whenReceived('connectionState')
    await harness.channel.stop()
    expect(harness.reports).toHaveLength(1)
    expect(harness.timers.pending()).toBe(0)
  })
})

describe('a webhook', () => {
  beforeEach(() => harness.link())

  it('of another Evolution instance is ignored', async () => {
    const data = { key: { remoteJid: '15552223333@s.whatsapp.net', id: 'X', fromMe: false }, message: { conversation: 'for others' } }
    const outcome = await harness.channel.handleWebhook({ headers: {}, body: { event: 'messages.upsert', instance: 'other', data } })
    expect(outcome).toEqual({ status: 'ignored', turnId: null })
    expect(harness.messages).toEqual([])
  })

  it('names the turn, also when it is repeated', async () => {
    const data = { key: { remoteJid: '15552223333@s.whatsapp.net', id: 'X', fromMe: false }, message: { conversation: 'hi' } }
    const call = { headers: {}, body: { event: 'messages.upsert', instance: 'shop', data } }
    expect(await harness.channel.handleWebhook(call)).toEqual({ status: 'success', turnId: 'turn-X' })
    expect(await harness.channel.handleWebhook(call)).toEqual({ status: 'success', turnId: 'turn-X' })
    expect(harness.messages).toHaveLength(1)
  })

  it('is repeated by the server until what it brought could be stored', async () => {
    harness.storageFails = true
    const delivery = harness.evolution.deliverInbound('shop', { text: 'keep me' })
    await eventually(() => expect(harness.evolution.hooks.log.at(-1)?.status).toBe(503))
    harness.storageFails = false
    expect((await delivery).hooks).toMatchObject([{ outcome: 'delivered' }])
    expect(harness.messages).toMatchObject([{ text: 'keep me' }])
  })

  it('about a message of our own waits for the send that it may echo', async () => {
    harness.evolution.silenceWebhooks()
    const answered = Promise.withResolvers<void>()
    harness.evolution.failNext('sendText', { kind: 'late', until: answered.promise })
    const sending = harness.channel.send(textPart('answer'), never)
    await harness.evolution.whenReceived('sendText')
    const id = harness.evolution.sent[0]?.id
    const data = { key: { remoteJid: '15552223333@s.whatsapp.net', id, fromMe: true }, message: { conversation: 'answer' } }
    const echo = harness.channel.handleWebhook({ headers: {}, body: { event: 'messages.upsert', instance: 'shop', data } })
    answered.resolve()
    await Promise.all([sending, echo])
    expect(harness.messages).toEqual([])
    expect(harness.events).toContainEqual(expect.objectContaining({ type: 'receipt', externalId: id, state: 'sent' }))
  })

  it('about a message of our own does not wait forever', async () => {
    harness.evolution.silenceWebhooks()
    harness.evolution.failNext('sendText', { kind: 'hang' })
    const sending = harness.channel.send(textPart('answer'), never)
    await harness.evolution.whenReceived('sendText')
    const data = { key: { remoteJid: '15552223333@s.whatsapp.net', id: 'MINE', fromMe: true }, message: { conversation: 'by hand' } }
    const own = harness.channel.handleWebhook({ headers: {}, body: { event: 'messages.upsert', instance: 'shop', data } })
    await passWait(10_000)
    await own
    expect(harness.messages).toMatchObject([{ externalId: 'MINE', author: 'phone' }])
    harness.timers.advance(90_000)
    await expect(sending).rejects.toMatchObject({ failure: { wasSent: 'maybe' } })
  })

  it('about a message written on the phone shows the owner as its author', async () => {
    await harness.evolution.deliverInbound('shop', { fromMe: true, text: 'I take over' })
    expect(harness.messages).toMatchObject([{ author: 'phone', text: 'I take over' }])
  })

  it('without the bytes of its media says how they are fetched, and waits for none', async () => {
    await harness.evolution.deliverInbound('shop', { id: 'IMG', message: { imageMessage: { mimetype: 'image/png' } } })
    expect(harness.messages[0]?.media).toMatchObject({ bytes: null, mimeType: 'image/png', source: { messageId: 'IMG' } })
    expect(harness.evolution.receivedBy('getBase64FromMediaMessage')).toEqual([])
  })

  it.each([
    ['the server does not have the message yet', { kind: 'status', status: 400, body: { response: { message: ['Message not found'] } } }],
    [
      'the server does not know the instance for a moment',
      { kind: 'status', status: 404, body: { response: { message: ['The "shop" instance does not exist'] } } },
    ],
    ['the answer makes no sense', { kind: 'answer', body: '<html>' }],
    ['the answer has no bytes', { kind: 'answer', body: '{"base64":null}' }],
  ] satisfies [string, Fault][])('has its file asked for again by its id when %s', async (_, fault) => {
    harness.evolution.instance('shop').media.set('IMG', { base64: Buffer.from('picture').toString('base64'), mimetype: 'image/png' })
    const fetchMedia = () => harness.channel.fetchMedia({ messageId: 'IMG' }, { maxBytes: 100, signal: new AbortController().signal })
    harness.evolution.failNext('getBase64FromMediaMessage', fault)
    const failure = await fetchMedia().then(() => null, errorCode)
    // These end it for good: see `inbox/media/fetcher.ts`.
    expect(['not_found', 'too_large', 'invalid_response', 'unsupported', null]).not.toContain(failure)
    expect(Buffer.from(await fetchMedia()).toString()).toBe('picture')
  })

  it('has no file that is larger than what is allowed', async () => {
    harness.evolution.instance('shop').media.set('IMG', { base64: Buffer.alloc(200).toString('base64'), mimetype: 'image/png' })
    const fetching = harness.channel.fetchMedia({ messageId: 'IMG' }, { maxBytes: 100, signal: new AbortController().signal })
    await expect(fetching).rejects.toMatchObject({ code: 'too_large' })
  })

  it('of a group sees the account mentioned by its LID, which the members of the group tell', async () => {
    const participants = [
      { id: '915552223333@lid', phoneNumber: '15552223333@s.whatsapp.net', admin: null },
      { id: '9777000111@lid', admin: null },
      { id: '777000111@lid', phoneNumber: '15550001111@s.whatsapp.net', admin: null },
    ]
    harness.evolution.instance('shop').groups.set('120363@g.us', { subject: 'Staff', participants })
    await harness.evolution.deliverInbound('shop', { group: '120363@g.us', text: '@bot', contextInfo: { mentionedJid: ['777000111@lid'] } })
    expect(harness.messages).toMatchObject([{ mentionsAccount: true }])
    expect(harness.settings['ownLid']).toBe('777000111')
  })

  it('of a group knows the LID beforehand where the server tells it', async () => {
    harness.evolution.tellsLids = true
    await harness.channel.connect({ phoneNumber: null })
    expect(harness.settings['ownLid']).toBe('777000111')
  })

  it('of a group has its name asked for, once', async () => {
    harness.evolution.instance('shop').groups.set('120363@g.us', { subject: 'Staff', participants: [] })
    harness.settings['ownLid'] ??= '777000111'
    await harness.newChannel().start()
    await harness.evolution.deliverInbound('shop', { group: '120363@g.us' })
    await harness.evolution.deliverInbound('shop', { group: '120363@g.us' })
    await eventually(() =>
      expect(harness.events).toContainEqual({ type: 'chat', chat: { externalId: '120363@g.us', kind: 'group', name: 'Staff' } }),
    )
    expect(harness.evolution.receivedBy('findGroupInfos')).toHaveLength(1)
  })

  it('with a LID alone goes to the chat of the phone that it was seen with', async () => {
    await harness.evolution.deliverInbound('shop', { from: '15552223333', lid: '98765432' })
    await harness.evolution.deliverInbound('shop', { from: '15552223333', lid: '98765432', addressing: 'lid-only' })
    expect(new Set(harness.messages.map(({ chat }) => chat.externalId))).toEqual(new Set(['15552223333@s.whatsapp.net']))
  })
})

describe('small calls', () => {
  beforeEach(() => harness.link())

  it('marks messages read in their chat', async () => {
    await harness.channel.markRead('15552223333@s.whatsapp.net', [{ externalId: 'A', participant: null }], never)
    expect(harness.evolution.receivedBy('markMessageAsRead')[0]?.body).toEqual({
      readMessages: [{ id: 'A', fromMe: false, remoteJid: '15552223333@s.whatsapp.net' }],
    })
  })

  it('renews typing until it is ended, and clears it then', async () => {
    const presences = (): unknown[] => harness.evolution.receivedBy('sendPresence').map(({ body }) => body)
    await harness.channel.setTyping('15552223333@s.whatsapp.net', true, never)
    await harness.channel.setTyping('15552223333@s.whatsapp.net', true, never)
    await harness.evolution.whenReceived('sendPresence')
    await passWait(9000)
    await harness.evolution.whenReceived('sendPresence', 2)
    await harness.channel.setTyping('15552223333@s.whatsapp.net', false, never)
    expect(presences()[0]).toEqual({ number: '15552223333', presence: 'composing', delay: 10_000 })
    expect(presences().at(-1)).toEqual({ number: '15552223333', presence: 'paused', delay: 100 })
  })

  it('finds a profile, with the picture alone where the server has no profiles', async () => {
    harness.evolution
      .instance('shop')
      .contacts.push({ remoteJid: '15552223333@s.whatsapp.net', pushName: 'Ann', profilePicUrl: 'https://p.example/a.jpg' })
    expect(await harness.channel.fetchProfile('15552223333@s.whatsapp.net')).toMatchObject({
      name: 'Ann',
      pictureUrl: 'https://p.example/a.jpg',
    })
    harness.evolution.failNext('fetchProfile', {
      kind: 'status',
      status: 404,
      body: { response: { message: ['Cannot POST /chat/fetchProfile/shop'] } },
    })
    expect(await harness.channel.fetchProfile('15552223333@s.whatsapp.net')).toMatchObject({ name: null, pictureUrl: null })
  })
})
