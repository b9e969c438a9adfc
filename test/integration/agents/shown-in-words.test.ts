/** What customers send that is neither text nor file reaches every back end in words. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { InboundMessage } from '../../../src-main/hub/channels/port.ts'
import { hiveDialect, leoDialect, openaiDialect, webhookDialect } from '../../support/agent-dialects.ts'
import { type AgentServer, type Dialect, startAgentServer } from '../../support/agent-server.ts'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'
import { pngOf } from '../../support/media.ts'
import { type SavedAgent, saveAgent } from '../../support/saved-agent.ts'
import { createScriptedChannel, textFrom } from '../../support/scripted-channel.ts'

const CARD = [
  'BEGIN:VCARD',
  'VERSION:3.0',
  'FN:Ana Lima',
  'item1.TEL;type=CELL;waid=5511900000002:+55 11 90000-0002',
  'TEL;type=WORK:+55 11 3000-',
  ' 0003',
  'TEL;waid=5511900000004:',
  'item1.TEL:+55 11 90000-0002',
  'END:VCARD',
].join('\r\n')
const PICTURE = {
  mimeType: 'image/webp',
  fileName: null,
  sizeBytes: null,
  bytes: new Uint8Array(pngOf(2, 2, [0, 0, 0], [255, 255, 255])),
  durationSeconds: null,
  width: null,
  height: null,
  isVoiceNote: false,
  url: null,
}

const SENT: [string, Partial<InboundMessage>, string][] = [
  [
    'a place',
    { kind: 'location', location: { latitude: -23.55, longitude: -46.63, name: 'Padaria "Sol"]\nx' } },
    '[Location: Padaria Sol x, -23.55, -46.63 https://maps.google.com/?q=-23.55,-46.63]',
  ],
  [
    'a place with words',
    { kind: 'location', text: 'I am here', location: { latitude: 0, longitude: 1.5, name: null } },
    'I am here\n[Location: 0, 1.5 https://maps.google.com/?q=0,1.5]',
  ],
  [
    'contact cards',
    {
      kind: 'contact',
      sharedContacts: [
        { name: 'Ana', vcard: CARD },
        { name: 'Bia', vcard: null },
        { name: '', vcard: null },
      ],
    },
    '[Contact: Ana, +55 11 90000-0002, +55 11 3000-0003, +5511900000004]\n[Contact: Bia]\n[Contact]',
  ],
  ['a poll', { kind: 'poll', text: 'When?\n- Mon\n- Tue' }, '[Poll: When? Mon / Tue]'],
  ['a vote', { kind: 'poll', text: 'Tue' }, 'Tue'],
  ['a sticker that did not come', { kind: 'sticker' }, '[Sticker]'],
  ['a picture that did not come', { kind: 'image' }, '[Picture]'],
  ['a recording that did not come', { kind: 'audio' }, '[Voice message]'],
  ['a poll without words', { kind: 'poll' }, '[Poll]'],
]
const BACK_ENDS: [string, Dialect | undefined, (url: string) => SavedAgent][] = [
  ['automagik run', undefined, (url) => ({ url, shape: 'run' })],
  ['automagik chat', undefined, (url) => ({ url, shape: 'chat' })],
  ['openai', openaiDialect, (url) => ({ kind: 'openai', baseUrl: `${url}/v1`, model: 'm' })],
  ['hive', hiveDialect(2), (url) => ({ kind: 'hive', url, targetId: 'sofia' })],
  ['hive gateway', hiveDialect(2), (url) => ({ kind: 'hive', url, api: 'gateway' })],
  ['leo', leoDialect('typed'), (url) => ({ kind: 'leo', url: `${url}/agent` })],
  ['webhook', webhookDialect, (url) => ({ kind: 'webhook', url: `${url}/hook` })],
]

/** Forms are sent with other ends of lines. */
const asked = (agent: AgentServer) => [...agent.counts().keys()].map((text) => text.replaceAll('\r\n', '\n'))

describe('what is shown', () => {
  let omni: TestHub
  const channel = createScriptedChannel({ protectsNumber: false })
  const agents: AgentServer[] = []
  beforeAll(async () => {
    omni = await startTestHub({ drivers: [channel.driver] })
  })
  afterAll(async () => {
    await omni.stop()
    await Promise.all(agents.map((agent) => agent.stop()))
  })

  let count = 0
  async function shop(dialect: Dialect | undefined, agentOf: (url: string) => SavedAgent): Promise<{ name: string; agent: AgentServer }> {
    const agent = await startAgentServer(dialect === undefined ? {} : { dialect })
    agents.push(agent)
    const name = `shop-${++count}`
    const agentProfileId = await saveAgent(omni.panel, agentOf(agent.url))
    await omni.panel.instances.create({
      isAnswering: true,
      name,
      channel: 'whatsapp',
      provider: 'scripted',
      agentProfileId,
      behaviour: { gatherWindowMs: 0, splitPauseMinMs: 0, splitPauseMaxMs: 0 },
    })
    return { name, agent }
  }
  async function sends(name: string, phone: string, message: Partial<InboundMessage>): Promise<void> {
    const live = await watchLive(omni.panel)
    const sent = textFrom(phone, '', message)
    await channel.tell(name, sent)
    await live.untilTrace((trace) => trace.messageExternalId === sent.externalId && trace.completedAt !== null)
    live.stop()
  }

  describe.each(BACK_ENDS)('to %s', (label, dialect, agentOf) => {
    it.each(SENT)('is told in words: %s', async (_what, message, words) => {
      const { name, agent } = await shop(dialect, agentOf)
      await sends(name, '15550001111', message)
      expect(asked(agent)).toEqual([words])
    })

    it('is told in words also as a file that does not go along', async () => {
      const { name, agent } = await shop(dialect, agentOf)
      await sends(name, '15550001111', { kind: 'sticker', media: PICTURE })
      expect(asked(agent)).toEqual(['[Sticker that you cannot see]'])
    })

    it('is told in words where it is looked back to', async () => {
      const { name, agent } = await shop(dialect, agentOf)
      await channel.tell(name, textFrom('15550001111', '', { kind: 'location', location: { latitude: 1, longitude: 2, name: 'Old mill' } }))
      await channel.tell(name, textFrom('15550001111', '', { kind: 'unsupported' }))
      await agent.arrived(1)
      const quote = { externalId: '', text: '', authorName: null }
      await sends(name, '15550001111', { text: 'How far is it?', quote })
      const body = JSON.stringify(agent.requests.at(-1)?.body)
      // These keep their own memory of what was said.
      if (label.startsWith('hive') || label === 'webhook') return
      expect(body).toContain('[Location: Old mill, 1, 2 ')
      expect(body).toContain('[A message that Omni cannot read]')
    })
  })

  it('a sticker that goes along as a picture is called one', async () => {
    const { name, agent } = await shop(openaiDialect, (url) => ({ kind: 'openai', baseUrl: `${url}/v1`, model: 'm', takesImages: true }))
    await sends(name, '15550001111', { kind: 'sticker', media: PICTURE })
    const messages = agent.requests.flatMap(({ body }) => body['messages'])
    expect(messages.at(-1)).toMatchObject({ content: [{ type: 'text', text: '[Sticker]' }, { type: 'image_url' }] })
  })

  it('a place that is quoted is quoted in words', async () => {
    const { name, agent } = await shop(openaiDialect, (url) => ({ kind: 'openai', baseUrl: `${url}/v1`, model: 'm' }))
    const place = textFrom('15550001111', '', { kind: 'location', location: { latitude: 1, longitude: 2, name: null } })
    await channel.tell(name, place)
    await agent.arrived(1)
    await sends(name, '15550001111', { text: 'How far?', quote: { externalId: place.externalId, text: '', authorName: null } })
    expect(asked(agent).at(-1)).toBe('> [Location: 1, 2 https://maps.google.com/?q=1,2]\nHow far?')
  })
})
