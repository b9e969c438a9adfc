import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ChannelHarness, textPart } from '../../../../test/support/evolution/channel-harness.ts'

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

describe('asking whether a message was sent', () => {
  it('finds the message whose answer was lost', async () => {
    const id = await cutOff('the price is 30')
    expect(await harness.channel.findSent(textPart('the price is 30'), since)).toEqual({ externalId: id })
  })

  it("finds it under a number with or without Brazil's ninth digit", async () => {
    const id = await cutOff('oi', '5531987654321@s.whatsapp.net')
    expect(await harness.channel.findSent(textPart('oi', { chatExternalId: '5531987654321@s.whatsapp.net' }), since)).toEqual({
      externalId: id,
    })
  })

  it('says no when the server has other messages, but not this one', async () => {
    await harness.channel.send(textPart('something else'), never)
    harness.timers.advance(60_000)
    expect(await harness.channel.findSent(textPart('never left'), since)).toBe('not_sent')
  })

  it('does not say no while the message may still be on its way into the store', async () => {
    await harness.channel.send(textPart('something else'), never)
    harness.timers.advance(5000)
    expect(await harness.channel.findSent(textPart('never left'), since)).toBeNull()
  })

  it('cannot tell on a server that keeps no messages', async () => {
    harness.timers.advance(60_000)
    expect(await harness.channel.findSent(textPart('x'), since)).toBeNull()
  })

  it('does not take the same text of another chat, or of another delivery, for it', async () => {
    await harness.channel.send(textPart('hello'), never)
    await harness.channel.send(textPart('hello', { chatExternalId: '15554445555@s.whatsapp.net' }), never)
    harness.timers.advance(60_000)
    expect(await harness.channel.findSent(textPart('hello'), since)).toBe('not_sent')
  })

  it('cannot tell two of the same apart', async () => {
    await cutOff('ok')
    await cutOff('ok')
    harness.timers.advance(60_000)
    expect(await harness.channel.findSent(textPart('ok'), since)).toBeNull()
  })

  it('cannot tell where only a LID is known of the chat', async () => {
    await cutOff('hi', '915552223333@lid')
    harness.timers.advance(60_000)
    expect(await harness.channel.findSent(textPart('hi'), since)).toBeNull()
  })

  it('passes over what was sent long before', async () => {
    await cutOff('again')
    harness.timers.advance(3_600_000)
    const later = new Date(harness.timers.now()).toISOString()
    await harness.channel.send(textPart('newer'), never)
    harness.timers.advance(60_000)
    expect(await harness.channel.findSent(textPart('again'), later)).toBe('not_sent')
  })
})
