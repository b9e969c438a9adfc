/** Pictures, as models that look at them get them, and as others are told of them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AgentServer, startAgentServer } from '../../support/agent-server.ts'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'
import { pngOf } from '../../support/media.ts'
import { saveAgent } from '../../support/saved-agent.ts'
import { createScriptedChannel, type ScriptedChannel, textFrom } from '../../support/scripted-channel.ts'
import { startTranscriptionServer, type TranscriptionServer } from '../../support/transcription-server.ts'

const ANA = '15552223333'
const MEGABYTE = 1024 * 1024
const RED = pngOf(2, 2, [255, 0, 0], [255, 0, 0])
const BLUE = pngOf(2, 2, [0, 0, 255], [0, 0, 255])
const dataUrl = (bytes: Buffer, type = 'image/png') => `data:${type};base64,${bytes.toString('base64')}`
const shown = (bytes: Buffer, type?: string) => ({ type: 'image_url', image_url: { url: dataUrl(bytes, type) } })
const webp = (flags: number) => Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBPVP8X\n\0\0\0', 'latin1'), Buffer.from([flags, 0, 0, 0, 1])])

let omni: TestHub
let model: TranscriptionServer
let channel: ScriptedChannel

beforeEach(async () => {
  model = await startTranscriptionServer()
  channel = createScriptedChannel({ protectsNumber: false })
  omni = await startTestHub({ drivers: [channel.driver] })
})
afterEach(async () => {
  await omni.stop()
  await model.stop()
})

async function shop(agent: Parameters<typeof saveAgent>[1], behaviour: object = {}): Promise<void> {
  const agentProfileId = await saveAgent(omni.panel, agent)
  await omni.panel.instances.create({
    isAnswering: true,
    name: 'shop',
    channel: 'whatsapp',
    provider: 'scripted',
    agentProfileId,
    behaviour: { gatherWindowMs: 0, ...behaviour },
  })
}
const looking = () => ({ kind: 'openai', baseUrl: model.url, model: 'm', takesImages: true })

function picture(bytes: Buffer, text = '', mimeType = 'image/png', kind: 'image' | 'sticker' = 'image') {
  const facts = { durationSeconds: null, width: 2, height: 2, isVoiceNote: false, url: null, fileName: null }
  return textFrom(ANA, text, { kind, media: { mimeType, sizeBytes: bytes.length, bytes, ...facts } })
}
async function answered(...events: ReturnType<typeof textFrom>[]): Promise<void> {
  const live = await watchLive(omni.panel)
  await channel.tell('shop', ...events)
  const first = events[0]?.externalId
  await live.untilTrace((one) => one.messageExternalId === first && one.completedAt !== null)
  live.stop()
}
const asked = () => model.chats.at(-1)?.messages.at(-1)?.content
const earlier = () => {
  const said = model.chats.at(-1)?.messages.filter(({ role }) => role !== 'system') ?? []
  return said.slice(0, -1).map(({ content }) => content)
}

describe('a model that looks at pictures', () => {
  it('gets one without words, one with words, and several of a burst in their order', async () => {
    await shop(looking(), { gatherWindowMs: 300 })
    await answered(picture(RED))
    expect(asked()).toEqual([shown(RED)])
    await answered(picture(RED, 'This one'), picture(BLUE, 'or that one?'))
    expect(asked()).toEqual([{ type: 'text', text: 'This one\nor that one?' }, shown(RED), shown(BLUE)])
  })

  it('sees the one that came right before the question, but not those of long ago', async () => {
    await shop(looking())
    await answered(picture(RED))
    await answered(textFrom(ANA, 'How much is it?'))
    expect(earlier()).toEqual([[{ type: 'text', text: '[Picture]' }, shown(RED)], 'All right.'])
    for (const text of ['one', 'two', 'three']) await answered(textFrom(ANA, text))
    expect(earlier()?.[0]).toBe('[Picture]')
  })

  it('gets what the bytes are, whatever was stated, and nothing that would have its server refuse the call', async () => {
    await shop(looking())
    await answered(picture(RED, 'Look', 'image/jpeg'))
    expect(asked()).toEqual([{ type: 'text', text: 'Look' }, shown(RED)])
    await answered(picture(webp(0), '', 'image/webp', 'sticker'))
    expect(asked()).toEqual([{ type: 'text', text: '[Sticker]' }, shown(webp(0), 'image/webp')])
    await answered(picture(webp(0b10), '', 'image/webp', 'sticker'))
    expect(asked()).toBe('[Sticker that you cannot see]')
    await answered(picture(Buffer.from('\0\0\0\x18ftypheic', 'latin1'), 'My cat', 'image/heic'))
    expect(asked()).toBe('My cat\n[Picture that you cannot see]')
    await answered(picture(Buffer.from('<svg onload="x"/>'), '', 'image/png'))
    expect(asked()).toBe('[Picture that you cannot see]')
  })

  it('is told about those that are too large, alone or together', async () => {
    await shop(looking(), { gatherWindowMs: 300 })
    const large = (megabytes: number) => Buffer.concat([RED, Buffer.alloc(megabytes * MEGABYTE)])
    await answered(picture(large(9), 'Big'))
    expect(asked()).toBe('Big\n[Picture that you cannot see, as it is too large]')
    await answered(...Array.from({ length: 4 }, () => picture(large(7))))
    const parts = asked() as { type: string; text?: string }[]
    expect(parts.map(({ type }) => type)).toEqual(['text', 'image_url', 'image_url', 'image_url'])
    expect(parts[0]?.text).toBe('[Picture that you cannot see, as it is too large]')
  })
})

describe('an agent that is not to look at pictures', () => {
  it('is told that one came', async () => {
    await shop({ ...looking(), takesImages: false })
    await answered(picture(RED, 'Look'))
    expect(asked()).toBe('Look\n[Picture that you cannot see]')
  })

  it('gets none in its files, either', async () => {
    const agent: AgentServer = await startAgentServer({ shape: 'run' })
    const automagik = { url: agent.url, agentId: 'sofia', shape: 'run' }
    await shop({ ...automagik, takesImages: false })
    await answered(picture(RED))
    expect(agent.requests.at(-1)?.body['media_contents']).toEqual([{ alt_text: 'image', mime_type: 'image/png' }])
    const { profileId } = (await omni.panel.instances.get({ name: 'shop' })).agent
    await omni.panel.agents.update({ id: profileId, flags: { takesImages: true } })
    await answered(picture(RED))
    expect(agent.requests.at(-1)?.body['media_contents']).toEqual([
      { alt_text: 'image', mime_type: 'image/png', data: RED.toString('base64') },
    ])
    await agent.stop()
  })
})
