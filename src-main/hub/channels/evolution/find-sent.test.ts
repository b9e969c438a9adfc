import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ChannelHarness, textPart } from '../../../../test/support/evolution/channel-harness.ts'
import type { OutboundPart } from '../port.ts'

let harness: ChannelHarness
let since: string
beforeEach(async () => {
  harness = await ChannelHarness.start()
  await harness.link()
  since = new Date(harness.timers.now()).toISOString()
})
afterEach(() => harness.stop())

const never = new AbortController().signal

/** A send that reaches WhatsApp while its answer is lost. */
async function cutOff(text: string, chatExternalId?: string): Promise<string> {
  harness.evolution.failNext('sendText', { kind: 'reset', afterEffect: true })
  const part = textPart(text, chatExternalId ? { chatExternalId } : {})
  await expect(harness.channel.send(part, never)).rejects.toMatchObject({ failure: { wasSent: 'maybe' } })
  return harness.evolution.sent.at(-1)?.id ?? ''
}

const look = async (part: OutboundPart, from = since) => (await harness.channel.findSent([{ part, since: from }]))[0]

describe('asking whether a message was sent', () => {
  it('finds the message whose answer was lost', async () => {
    const id = await cutOff('the price is 30')
    expect(await look(textPart('the price is 30'))).toMatchObject({ externalId: id })
  })

  it("finds it under a number with or without Brazil's ninth digit", async () => {
    const id = await cutOff('oi', '5531987654321@s.whatsapp.net')
    expect(await look(textPart('oi', { chatExternalId: '5531987654321@s.whatsapp.net' }))).toMatchObject({ externalId: id })
  })

  it('tells when it was sent, by the clock of WhatsApp', async () => {
    await cutOff('the price is 30')
    const sentAt = (await look(textPart('the price is 30')))?.sentAt ?? ''
    expect(Math.abs(Date.parse(sentAt) - Date.parse(since))).toBeLessThan(60_000)
  })

  it('never says that it was not sent: the server sends before it stores, and may die in between', async () => {
    expect(await look(textPart('no message is stored'))).toBeNull()
    await harness.channel.send(textPart('something else'), never)
    harness.timers.advance(3_600_000)
    expect(await look(textPart('never stored'))).toBeNull()
  })

  it('does not take the same text of another chat, or of another delivery, for it', async () => {
    await harness.channel.send(textPart('hello'), never)
    await harness.channel.send(textPart('hello', { chatExternalId: '15554445555@s.whatsapp.net' }), never)
    harness.timers.advance(60_000)
    expect(await look(textPart('hello'))).toBeNull()
  })

  it('tells messages of the same text apart only where each of them is there', async () => {
    const ids = [await cutOff('ok'), await cutOff('ok')]
    expect(await look(textPart('ok'))).toBeNull()
    const both = [
      { part: textPart('ok'), since },
      { part: textPart('never stored'), since },
      { part: textPart('ok', { deliveryId: 'd2' }), since },
    ]
    expect(await harness.channel.findSent(both)).toMatchObject([{ externalId: ids[0] }, null, { externalId: ids[1] }])
    expect(await harness.channel.findSent([...both, { part: textPart('ok', { deliveryId: 'd3' }), since }])).toEqual([
      null,
      null,
      null,
      null,
    ])
  })

  it('cannot tell where only a LID is known of the chat', async () => {
    await cutOff('hi', '915552223333@lid')
    harness.timers.advance(60_000)
    expect(await look(textPart('hi'))).toBeNull()
  })

  it('ignores what was sent long before', async () => {
    await cutOff('again')
    harness.timers.advance(3_600_000)
    const later = new Date(harness.timers.now()).toISOString()
    await harness.channel.send(textPart('newer'), never)
    harness.timers.advance(60_000)
    expect(await look(textPart('again'), later)).toBeNull()
  })
})
