import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { NormalizeContext } from '../whatsapp/normalize/context.ts'
import { callForJournal } from './call-for-journal.ts'
import { normalizeWebhook } from './normalize/webhook.ts'

const recorded = (
  JSON.parse(readFileSync(new URL('../../../../test/fixtures/evolution/webhooks.json', import.meta.url), 'utf8')) as { body: unknown }[]
).map(({ body }) => body as { instance: string })
const context: NormalizeContext = { own: { phone: '15550001111', lid: null }, nowMs: 1_795_250_000_000, phoneOfLid: () => null }
const forJournal = (body: unknown) => callForJournal(body, JSON.stringify(body), 'shop', context)
const message = {
  event: 'messages.upsert',
  instance: 'shop',
  data: {
    key: { id: 'A1', remoteJid: '15552223333@s.whatsapp.net', fromMe: false },
    message: { conversation: 'say "apikey":"x"' },
    messageTimestamp: 1_795_000_000,
  },
  apikey: 'server-"key"',
}

describe('what of a call is written down to be handled later', () => {
  it('names the message of every recorded call as the handling will', () => {
    for (const body of recorded) {
      const written = callForJournal(body, JSON.stringify(body), body.instance, context)
      const { events, link } = normalizeWebhook(body, context)
      const messages = events.filter((event) => event.type === 'message')
      if (link !== null || events.length === 0) expect(written).toBeNull()
      else if (written?.message) {
        const { externalId, sentAtMs } = written.message
        expect(messages).toMatchObject([{ externalId, sentAt: new Date(sentAtMs).toISOString() }])
      } else expect(events.length === 1 && messages.length === 1 && messages[0]?.freshness === 'new').toBe(false)
    }
  })

  it('keeps everything but the key of the server', () => {
    const kept = JSON.parse(forJournal(message)?.text ?? '')
    expect(kept).toEqual({ ...message, apikey: null })
  })

  it('leaves changes of the link, and what is meant for another account, to be handled at once', () => {
    expect(forJournal({ event: 'connection.update', instance: 'shop', data: { state: 'open', statusReason: 200 } })).toBeNull()
    expect(forJournal({ ...message, instance: 'other' })).toBeNull()
  })

  it.each([
    ['no name of an event', { ...message, event: 7 }],
    ['a message without an id', { ...message, data: { ...message.data, key: { remoteJid: '1@s.whatsapp.net' } } }],
    ['data that is a number', { ...message, data: 3 }],
  ])('refuses %s, as handling it would', (_, body) => {
    expect(() => normalizeWebhook(body, context)).toThrow()
    expect(() => forJournal(body)).toThrow()
  })

  it('knows when a message was sent, or else when it came', () => {
    expect(forJournal(message)?.message).toEqual({ externalId: 'A1', sentAtMs: Date.parse('2026-11-18T11:06:40.000Z') })
    const { messageTimestamp: _, ...data } = message.data
    expect(forJournal({ ...message, data })?.message).toEqual({ externalId: 'A1', sentAtMs: context.nowMs })
  })
})
