import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ChannelHarness, textPart } from '../../../../test/support/evolution/channel-harness.ts'

let harness: ChannelHarness
beforeEach(async () => {
  harness = await ChannelHarness.start()
  await harness.link()
})
afterEach(() => harness.stop())

/** Lets the minute between two looks pass, and the look. */
const look = (ms = 60_000): Promise<void> => harness.look(ms)

const minutes = (count: number): number => Math.floor(harness.timers.now() / 1000) - count * 60

describe('while webhooks are silent', () => {
  it('a message that was missed is handed over as if it had arrived, and the webhook is registered again', async () => {
    harness.evolution.silenceWebhooks()
    const sets = harness.evolution.receivedBy('set').length
    await harness.evolution.deliverInbound('shop', { id: 'LOST', text: 'anybody there?' })
    await look()
    expect(harness.messages).toMatchObject([{ externalId: 'LOST', text: 'anybody there?', freshness: 'new', sender: { name: 'Ann' } }])
    expect(harness.evolution.receivedBy('set')).toHaveLength(sets + 1)
    expect(harness.connection).toMatchObject({ state: 'connected', message: expect.stringContaining(harness.webhookUrl) })
    expect(harness.log.lines.filter(({ level }) => level === 'warn')).toHaveLength(1)
  })

  it('a computer that wakes up looks at once, and soon again while the network is not back', async () => {
    harness.evolution.silenceWebhooks()
    await harness.evolution.deliverInbound('shop', { id: 'SLEPT', text: 'good morning' })
    harness.timers.advance(30_000)
    harness.channel.wake()
    await harness.channel.settled()
    expect(harness.messages).toMatchObject([{ externalId: 'SLEPT' }])
    harness.evolution.failNext('connectionState', { kind: 'status', status: 503 }, 100)
    for (let looks = 0; looks < 8; looks += 1) await look()
    const asked = () => harness.evolution.receivedBy('connectionState').length
    const before = asked()
    harness.channel.wake()
    await harness.channel.settled()
    await look(2000)
    expect(asked() - before).toBe(2)
  })

  it('each message is handed over once, and looks come sooner', async () => {
    harness.evolution.silenceWebhooks()
    await harness.evolution.deliverInbound('shop', { text: 'one' })
    await look()
    await harness.evolution.deliverInbound('shop', { text: 'two' })
    await look(10_000)
    expect(harness.messages.map(({ text }) => text)).toEqual(['one', 'two'])
  })

  it('several come in the order in which they were written', async () => {
    harness.evolution.silenceWebhooks()
    for (const [index, text] of ['a', 'b', 'c'].entries()) {
      await harness.evolution.deliverInbound('shop', { text, timestamp: minutes(0) + index })
    }
    await look()
    expect(harness.messages.map(({ text }) => text)).toEqual(['a', 'b', 'c'])
  })

  it('how old it may be for an answer is not decided here', async () => {
    const linkedAt = new Date(harness.timers.now()).toISOString()
    expect(harness.settings['linkedAt']).toBe(linkedAt)
    harness.evolution.silenceWebhooks()
    await harness.channel.stop()
    harness.timers.advance(3 * 3_600_000)
    await harness.evolution.deliverInbound('shop', { text: 'two hours ago', timestamp: minutes(120) })
    await harness.evolution.deliverInbound('shop', { text: 'twenty minutes ago', timestamp: minutes(20) })
    await harness.newChannel().start()
    await harness.channel.settled()
    expect(harness.messages).toMatchObject([
      { text: 'two hours ago', freshness: 'new' },
      { text: 'twenty minutes ago', freshness: 'new' },
    ])
  })

  it('nothing from before the account was linked here is fetched', async () => {
    harness.evolution.silenceWebhooks()
    await harness.evolution.deliverInbound('shop', { text: 'long ago', timestamp: minutes(5) })
    await look()
    expect(harness.messages).toEqual([])
  })

  it('what was written in the very second of linking is fetched, and answered', async () => {
    const other = await ChannelHarness.start()
    other.timers.advance(400)
    await other.link()
    other.evolution.silenceWebhooks()
    await other.evolution.deliverInbound('shop', { text: 'at once', timestamp: Math.floor(other.timers.now() / 1000) })
    await other.look(60_000)
    expect(other.messages).toMatchObject([{ text: 'at once', freshness: 'new' }])
    await other.stop()
  })

  it('what was missed while disconnected is shown, but not answered', async () => {
    await harness.channel.disconnect()
    harness.timers.advance(5 * 60_000)
    await harness.evolution.deliverInbound('shop', { text: 'while away', timestamp: minutes(2) })
    await harness.channel.connect({ phoneNumber: null })
    await harness.channel.settled()
    expect(harness.messages).toMatchObject([{ text: 'while away', freshness: 'history' }])
  })

  it("the channel's own sends are not reported, but what the owner wrote on the phone or computer is", async () => {
    harness.evolution.silenceWebhooks()
    await harness.channel.send(textPart('from here'), new AbortController().signal)
    await harness.evolution.deliverInbound('shop', { fromMe: true, text: 'another tool', source: 'web' })
    await harness.evolution.deliverInbound('shop', { fromMe: true, text: 'from the phone', source: 'android' })
    await harness.evolution.deliverInbound('shop', { fromMe: true, text: 'from the computer', source: 'desktop' })
    await look()
    expect(harness.messages).toMatchObject([
      { author: 'phone', text: 'from the phone' },
      { author: 'phone', text: 'from the computer' },
    ])
  })

  it('the sentence goes away with the next webhook', async () => {
    harness.evolution.silenceWebhooks()
    await harness.evolution.deliverInbound('shop', { text: 'lost' })
    await look()
    harness.evolution.silenceWebhooks(false)
    await harness.evolution.deliverInbound('shop', { text: 'arrived' })
    expect(harness.connection).toMatchObject({ state: 'connected', message: null })
  })
})

describe('the state of the link', () => {
  it('is seen to have closed without its webhook', async () => {
    harness.evolution.silenceWebhooks()
    harness.evolution.unlink('shop')
    await look()
    expect(harness.connection.state).toBe('disconnected')
  })

  it('is seen to be open again after webhooks came in the wrong order', async () => {
    const body = { event: 'connection.update', instance: 'shop', data: { state: 'close', statusReason: 401 } }
    await harness.channel.handleWebhook({ headers: {}, body })
    expect(harness.connection.state).toBe('error')
    await harness.channel.settled()
    expect(harness.connection).toMatchObject({ state: 'connected', account: '15550001111' })
  })

  it('is not given up for one lost call, and is for two', async () => {
    harness.evolution.failNext('connectionState', { kind: 'reset' }, 2)
    await look()
    expect(harness.connection.state).toBe('connected')
    await look(2000)
    expect(harness.connection).toMatchObject({ state: 'disconnected', message: expect.stringContaining('Evolution server') })
    await look(4000)
    expect(harness.connection).toMatchObject({ state: 'connected', message: null })
  })

  it('is lost a second after the server refuses connections, whoever notices it, and is back soon after the server is', async () => {
    await harness.evolution.goAway()
    await harness.channel.send(textPart('anybody?'), new AbortController().signal).catch(() => undefined)
    await harness.channel.settled()
    expect(harness.connection.state).toBe('connected')
    await look(1000)
    expect(harness.connection).toMatchObject({ state: 'disconnected', message: expect.stringContaining('cannot be reached') })
    for (let minute = 0; minute < 6; minute += 1) await look(10_000)
    await harness.evolution.comeBack()
    await look(10_000)
    expect(harness.connection).toMatchObject({ state: 'connected', message: null })
  })

  it('counts as closed where the server names none', async () => {
    harness.evolution.failNext('connectionState', { kind: 'answer', body: '{"instance":{"instanceName":"shop"}}' })
    await look()
    expect(harness.connection).toMatchObject({ state: 'disconnected', message: expect.stringContaining('not linked') })
  })

  it('starts over right after the instance was deleted, while its state is still reported', async () => {
    await harness.channel.remove({ evenIfAdopted: false })
    await harness.channel.connect({ phoneNumber: null })
    expect(harness.evolution.receivedBy('create')).toHaveLength(2)
    expect(harness.connection.state).toBe('pairing')
  })

  it('is an error at once where the server wants a licence', async () => {
    harness.evolution.isUnlicensed = true
    await look()
    expect(harness.connection).toMatchObject({ state: 'error', message: expect.stringContaining('licence') })
  })

  it('is an error where the server has lost the instance', async () => {
    harness.evolution.instances.delete('shop')
    await look()
    expect(harness.connection).toMatchObject({ state: 'error', message: expect.stringContaining('Press Connect') })
  })

  it('is no longer looked at after stop', async () => {
    await harness.channel.stop()
    expect(harness.timers.pending()).toBe(0)
  })
})
