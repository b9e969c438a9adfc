/** What others made on the server: their webhooks and their instances. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ChannelHarness } from '../../../../test/support/evolution/channel-harness.ts'

const THEIRS = 'https://crm.example/hooks/evolution?token=theirs'

let harness: ChannelHarness
beforeEach(async () => {
  harness = await ChannelHarness.start()
})
afterEach(() => harness.stop())

const webhook = () => harness.evolution.instance('shop').webhook

describe("another program's webhook", () => {
  const isAsked = () => {
    expect(harness.connection).toMatchObject({
      state: 'error',
      message: 'The instance "shop" on the Evolution server sends its messages to https://crm.example/hooks/evolution. Replace it?',
      foreignWebhook: 'https://crm.example/hooks/evolution',
    })
    expect(webhook()?.url).toBe(THEIRS)
  }

  it('is shown and left alone by Connect', async () => {
    harness.evolution.addInstance('shop', { webhookUrl: THEIRS, headers: { 'x-omni-webhook-secret': 'of another Omni' } })
    await expect(harness.channel.connect({ phoneNumber: null })).rejects.toMatchObject({ code: 'conflict' })
    isAsked()
  })

  it('is shown and left alone at a start, and what is written meanwhile is answered by nobody here', async () => {
    harness.evolution.addInstance('shop', { webhookUrl: THEIRS })
    await harness.channel.start()
    await harness.channel.settled()
    isAsked()
    harness.evolution.silenceWebhooks()
    await harness.evolution.deliverInbound('shop', { text: 'for the CRM' })
    await harness.look(2000)
    isAsked()
    expect(harness.messages).toEqual([])
  })

  it('is replaced after a yes, which is remembered for its address, also after a restart', async () => {
    harness.evolution.addInstance('shop', { webhookUrl: THEIRS })
    await harness.channel.connect({ phoneNumber: null, replaceWebhook: true })
    expect(harness.connection).toMatchObject({ state: 'connected', message: null, foreignWebhook: null })
    expect(webhook()?.url).toBe(harness.webhookUrl)

    await harness.channel.stop()
    harness.evolution.addInstance('shop', { webhookUrl: THEIRS })
    await harness.newChannel().start()
    await vi.waitFor(() => expect(webhook()?.url).toBe(harness.webhookUrl), { timeout: 10_000, interval: 5 })

    await harness.channel.stop()
    harness.evolution.addInstance('shop', { webhookUrl: 'https://other.example/' })
    await harness.newChannel().start()
    await harness.channel.settled()
    expect(harness.connection).toMatchObject({ state: 'error', foreignWebhook: 'https://other.example/' })
  })

  it('ends the connection when it takes the place of ours, and is not switched off by Disconnect', async () => {
    await harness.link()
    harness.evolution.silenceWebhooks()
    const ours = webhook()
    if (ours) Object.assign(ours, { url: THEIRS, headers: {} })
    await harness.evolution.deliverInbound('shop', { text: 'missed' })
    await harness.look(60_000)
    isAsked()
    await harness.channel.disconnect()
    expect(webhook()).toMatchObject({ url: THEIRS, enabled: true })
  })

  it.each<[string, { enabled?: boolean; url?: string; headers?: string }]>([
    ['is switched off', { enabled: false }],
    ['leads here, whoever registered it', { url: 'ours' }],
    ['bears our secret, at an older address of this hub', { url: 'http://192.168.7.7:9999/webhook/evolution/shop', headers: 'ours' }],
  ])('is none where it %s', async (_, patch) => {
    const instance = harness.evolution.addInstance('shop', { webhookUrl: THEIRS })
    if (instance.webhook) {
      const headers = patch.headers === 'ours' ? { 'x-omni-webhook-secret': harness.secret } : {}
      Object.assign(instance.webhook, patch, { headers }, patch.url === 'ours' ? { url: harness.webhookUrl } : {})
    }
    await harness.channel.connect({ phoneNumber: null })
    expect(harness.connection.state).toBe('connected')
    expect(webhook()).toMatchObject({ url: harness.webhookUrl, enabled: true })
  })
})

describe('removing', () => {
  it('deletes on the server what Omni made there', async () => {
    await harness.link()
    await harness.channel.remove({ evenIfAdopted: false })
    expect(harness.evolution.instances.size).toBe(0)
  })

  it('leaves what others made, also what they created again under the same name, and only detaches from it', async () => {
    harness.evolution.addInstance('shop')
    await harness.channel.connect({ phoneNumber: null })
    await harness.channel.remove({ evenIfAdopted: false })
    expect(harness.evolution.receivedBy('delete')).toEqual([])
    expect(harness.evolution.receivedBy('logout')).toEqual([])
    expect(harness.evolution.instance('shop')).toMatchObject({ state: 'open', webhook: { enabled: false } })

    const other = await ChannelHarness.start()
    await other.link()
    other.evolution.addInstance('shop')
    await other.newChannel().remove({ evenIfAdopted: false })
    expect(other.evolution.instances.size).toBe(1)
    await other.stop()
  })

  it('leaves what was found at a start, without a word from here', async () => {
    harness.evolution.addInstance('shop', { webhookUrl: THEIRS })
    await harness.channel.start()
    await harness.channel.settled()
    await harness.channel.remove({ evenIfAdopted: false })
    expect(harness.evolution.instance('shop')).toMatchObject({ state: 'open', webhook: { url: THEIRS, enabled: true } })
  })

  it('deletes what others made when told to', async () => {
    harness.evolution.addInstance('shop')
    await harness.channel.connect({ phoneNumber: null })
    await harness.channel.remove({ evenIfAdopted: true })
    expect(harness.evolution.instances.size).toBe(0)
  })
})
