import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { textPart } from '../../../../test/support/evolution/channel-harness.ts'
import { type FakeEvolution, type Fault, startEvolutionServer } from '../../../../test/support/evolution-server.ts'
import { type ManualTimers, manualTimers } from '../../../../test/support/manual-timers.ts'
import { type OutboundPart, SendError } from '../port.ts'
import { EvolutionApi } from './api.ts'
import { type FetchFile, sendPart } from './send.ts'

let evolution: FakeEvolution
let timers: ManualTimers
let api: EvolutionApi

function apiAt(baseUrl: string): EvolutionApi {
  return new EvolutionApi({ baseUrl, remoteName: 'shop', apiKey: evolution.apiKey, instanceToken: null, timers, maxAnswerBytes: 100_000 })
}

beforeEach(async () => {
  timers = manualTimers()
  evolution = await startEvolutionServer()
  evolution.addInstance('shop')
  api = apiAt(evolution.url)
})
afterEach(() => evolution.stop())

const fetched: FetchFile = async (url) => ({ bytes: Buffer.from(url), fileName: 'a.ogg', mimeType: 'audio/ogg' })
const never = new AbortController().signal

async function failure(part: OutboundPart = textPart('hi'), signal = never, target = api): Promise<SendError['failure']> {
  const thrown = await sendPart(target, fetched, part, signal).then(
    () => null,
    (error: unknown) => error,
  )
  if (!(thrown instanceof SendError)) throw new Error(`no SendError: ${String(thrown)}`)
  return thrown.failure
}

describe('a part on its way out', () => {
  it('takes its id from the answer', async () => {
    const receipt = await sendPart(api, fetched, textPart('Hello'), never)
    expect(evolution.sent).toMatchObject([{ id: receipt.externalId, text: 'Hello', remoteJid: '15552223333@s.whatsapp.net' }])
    expect(receipt.chatExternalId).toBeNull()
  })

  it('takes the chat from the answer where the number was rewritten', async () => {
    const receipt = await sendPart(api, fetched, textPart('Oi', { chatExternalId: '5531987654321@s.whatsapp.net' }), never)
    expect(receipt.chatExternalId).toBe('553187654321@s.whatsapp.net')
  })

  it('never has a country put before its number', async () => {
    await sendPart(api, fetched, textPart('x', { chatExternalId: '2025550123@s.whatsapp.net' }), never)
    expect(evolution.receivedBy('sendText')[0]?.body).toMatchObject({ number: '2025550123' })
  })

  it.each<[string, Partial<OutboundPart>, string, object]>([
    [
      'a text with a quote and mentions',
      {
        content: { type: 'text', text: 'x', mentions: ['+55 11 98765-4321', '123456@lid'], mentionsEveryone: true, linkPreview: true },
        quotedExternalId: 'Q',
      },
      'sendText',
      { text: 'x', linkPreview: true, mentioned: ['5511987654321', '123456@lid'], mentionsEveryOne: true, quoted: { key: { id: 'Q' } } },
    ],
    [
      'a picture as a data URL',
      {
        content: {
          type: 'media',
          mediaType: 'image',
          url: null,
          base64: 'data:image/png;base64,QUJD',
          mimeType: 'image/png',
          caption: 'c',
          fileName: 'a.png',
        },
      },
      'sendMedia',
      { mediatype: 'image', media: 'QUJD', mimetype: 'image/png', caption: 'c', fileName: 'a.png' },
    ],
    [
      'a voice message',
      { content: { type: 'audio', url: 'https://a.example/a.ogg', base64: null } },
      'sendWhatsAppAudio',
      { audio: Buffer.from('https://a.example/a.ogg').toString('base64') },
    ],
    ['a sticker', { content: { type: 'sticker', url: null, base64: 'QUJD' } }, 'sendSticker', { sticker: 'QUJD' }],
    [
      'a contact',
      {
        content: {
          type: 'contacts',
          contacts: [{ fullName: 'Zoe', phoneNumber: '+1 202 555 0123', email: null, organization: null, url: null }],
        },
      },
      'sendContact',
      { contact: [{ fullName: 'Zoe', wuid: '12025550123', phoneNumber: '+1 202 555 0123' }] },
    ],
    [
      'a reaction',
      { content: { type: 'reaction', targetExternalId: 'T', targetIsOwn: false, emoji: '👍' } },
      'sendReaction',
      { key: { id: 'T', remoteJid: '15552223333@s.whatsapp.net', fromMe: false }, reaction: '👍' },
    ],
    ['a text to a group', { chatExternalId: '120363000000000001@g.us' }, 'sendText', { number: '120363000000000001@g.us' }],
    ['a text to a LID', { chatExternalId: '915552223333@lid' }, 'sendText', { number: '915552223333@lid' }],
  ])('is %s', async (_, patch, route, body) => {
    await sendPart(api, fetched, textPart('x', patch), never)
    expect(evolution.receivedBy(route)[0]?.body).toMatchObject(body)
  })

  it('leaves no file content on the trace', async () => {
    const base64 = 'QUJD'.repeat(1000)
    const part = textPart('', {
      content: { type: 'media', mediaType: 'image', url: null, base64, mimeType: null, caption: '', fileName: null },
    })
    const receipt = await sendPart(api, fetched, part, never)
    expect(JSON.stringify(receipt.request)).toContain('[base64, 4000 characters]')
  })
})

describe('a failed send', () => {
  it.each<[string, Fault, string, 'no' | 'maybe', boolean]>([
    ['a closed socket', { kind: 'status', status: 500, body: { response: { message: 'Connection Closed' } } }, 'not_connected', 'no', true],
    [
      'an instance that is not connected',
      { kind: 'status', status: 400, body: { response: { message: ['The "shop" instance is not connected'] } } },
      'not_connected',
      'no',
      true,
    ],
    ['a wrong key', { kind: 'status', status: 401, body: { response: { message: 'Unauthorized' } } }, 'unauthorized', 'no', false],
    [
      'an unknown instance',
      { kind: 'status', status: 404, body: { response: { message: ['The "shop" instance does not exist'] } } },
      'not_found',
      'no',
      false,
    ],
    [
      'a malformed call',
      { kind: 'status', status: 400, body: { response: { message: [['instance requires property "text"']] } } },
      'bad_request',
      'no',
      false,
    ],
    ['a missing licence', { kind: 'licence' }, 'licence_required', 'no', false],
    ['a limit', { kind: 'status', status: 429, headers: { 'retry-after': '7' } }, 'rate_limited', 'no', true],
    ['a file too large', { kind: 'status', status: 413, body: 'too large' }, 'too_large', 'no', false],
    ['a file too large for a proxy', { kind: 'status', status: 413, text: '<html>' }, 'too_large', 'no', false],
    ['an error inside the server', { kind: 'status', status: 500 }, 'platform_error', 'maybe', true],
    ['a proxy without its server', { kind: 'status', status: 502, body: '<html>' }, 'platform_error', 'maybe', true],
    ['a connection that broke off', { kind: 'reset', afterEffect: true }, 'unreachable', 'maybe', true],
    ['an answer that is not JSON', { kind: 'answer', body: 'sent!' }, 'invalid_response', 'maybe', false],
    ['an answer without an id', { kind: 'answer', body: '{"key":{}}' }, 'invalid_response', 'maybe', false],
    ['an endless answer', { kind: 'answer', body: `"${'x'.repeat(200_000)}"` }, 'too_large', 'maybe', false],
  ])('by %s says what it means for a repetition', async (_, fault, code, wasSent, isTransient) => {
    evolution.failNext('sendText', fault)
    const failed = await failure()
    expect({ code: failed.error.code, wasSent: failed.wasSent, isTransient: failed.isTransient }).toEqual({ code, wasSent, isTransient })
    expect(failed.request).toMatchObject({ route: 'sendText' })
  })

  it('by a limit says how long to wait', async () => {
    evolution.failNext('sendText', { kind: 'status', status: 429, headers: { 'retry-after': '7' } })
    expect((await failure()).retryAfterMs).toBe(7000)
  })

  it('names the number that is not on WhatsApp', async () => {
    const failed = await failure(textPart('x', { chatExternalId: '19990000000@s.whatsapp.net' }))
    expect(failed).toMatchObject({
      wasSent: 'no',
      isTransient: false,
      error: { code: 'bad_request', details: { reason: 'not_on_whatsapp' } },
    })
    expect(failed.error.message).toBe('The number 19990000000 is not on WhatsApp.')
  })

  it('was surely not sent where nobody listens', async () => {
    const gone = await startEvolutionServer()
    const url = gone.url
    await gone.stop()
    expect(await failure(textPart('x'), never, apiAt(url))).toMatchObject({
      wasSent: 'no',
      isTransient: true,
      error: { code: 'unreachable' },
    })
  })

  it('may have been sent when the answer takes too long', async () => {
    evolution.failNext('sendText', { kind: 'hang', afterEffect: true })
    const failing = failure()
    await evolution.whenReceived('sendText')
    timers.advance(90_000)
    expect(await failing).toMatchObject({ wasSent: 'maybe', error: { code: 'timeout' } })
    expect(evolution.sent).toHaveLength(1)
  })

  it('may have been sent when it is cancelled half-way, and surely not before', async () => {
    expect(await failure(textPart('x'), AbortSignal.abort())).toMatchObject({ wasSent: 'no', error: { code: 'cancelled' } })
    expect(evolution.received).toEqual([])
    evolution.failNext('sendText', { kind: 'hang' })
    const abort = new AbortController()
    const failing = failure(textPart('x'), abort.signal)
    await evolution.whenReceived('sendText')
    abort.abort()
    expect(await failing).toMatchObject({ wasSent: 'maybe', error: { code: 'cancelled' } })
  })

  it('does not follow a redirection, which would carry the key elsewhere', async () => {
    evolution.failNext('sendText', { kind: 'status', status: 307, headers: { location: 'https://evil.example/' } })
    const failed = await failure()
    expect(failed).toMatchObject({
      wasSent: 'no',
      error: { code: 'invalid_response', message: expect.stringContaining('https://evil.example/') },
    })
  })

  it('does not call at all for a chat that cannot be, or a file that is not there', async () => {
    expect(await failure(textPart('x', { chatExternalId: 'nobody' }))).toMatchObject({ wasSent: 'no', error: { code: 'bad_request' } })
    const empty = textPart('', { content: { type: 'sticker', url: null, base64: null } })
    expect(await failure(empty)).toMatchObject({ wasSent: 'no', error: { code: 'bad_request' } })
    expect(evolution.received).toEqual([])
  })
})
