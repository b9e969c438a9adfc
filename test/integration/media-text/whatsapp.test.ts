/** A voice note from WhatsApp to the agent and back, by both ways that WhatsApp comes in. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AgentServer, startAgentServer } from '../../support/agent-server.ts'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'
import { saveAgent } from '../../support/saved-agent.ts'
import { connectShop } from '../../support/shop.ts'
import { recordingOf, startTranscriptionServer, type TranscriptionServer } from '../../support/transcription-server.ts'
import { linkInstance, SHOP } from '../../support/whatsapp-server/linked-shop.ts'
import { MediaHost, trustTestCertificates } from '../../support/whatsapp-server/media-host.ts'
import { type FakeWhatsApp, startWhatsAppServer } from '../../support/whatsapp-server.ts'

const ANA = '15552223333'
const WORDS = 'Vocês abrem no sábado?'
const HEARD = `[Voice message, transcribed by machine] ${WORDS}`

let omni: TestHub
let agent: AgentServer
let hearing: TranscriptionServer

beforeEach(async () => {
  ;[agent, hearing, omni] = await Promise.all([startAgentServer({ shape: 'run' }), startTranscriptionServer(), startTestHub()])
})
afterEach(async () => {
  await omni.stop()
  await Promise.all([agent.stop(), hearing.stop()])
})

async function setUp(): Promise<void> {
  const [hears, answers] = [
    await saveAgent(omni.panel, { kind: 'openai', name: 'Whisper', baseUrl: hearing.url, model: 'gpt' }),
    await saveAgent(omni.panel, { url: agent.url, agentId: 'sofia', shape: 'run' }),
  ]
  await omni.panel.instances.update({
    name: 'shop',
    agentProfileId: answers,
    behaviour: { gatherWindowMs: 0, mediaText: { voice: { agentProfileId: hears } } },
  })
}

describe('through Evolution', () => {
  let evolution: FakeEvolution
  beforeEach(async () => {
    evolution = await startEvolutionServer()
    await connectShop(omni.panel, evolution, 'shop')
    await setUp()
  })
  afterEach(() => evolution.stop())

  it('is heard, answered, and written down', async () => {
    const live = await watchLive(omni.panel)
    const { id } = await evolution.deliverInbound('shop', {
      from: ANA,
      message: { audioMessage: { mimetype: 'audio/ogg; codecs=opus', seconds: 3, ptt: true } },
      messageType: 'audioMessage',
      base64: recordingOf(WORDS).toString('base64'),
    })
    const trace = await live.untilTrace((one) => one.messageExternalId === id && one.state === 'completed')
    live.stop()
    expect(agent.requests[0]?.body).toMatchObject({
      message_content: HEARD,
      message_type: 'audio',
      media_contents: [{ mime_type: 'audio/ogg; codecs=opus', data: recordingOf(WORDS).toString('base64') }],
    })
    expect(evolution.sent.at(-1)?.text).toContain(WORDS)
    expect(trace.steps.map(({ stage }) => stage)).toEqual(['receive', 'admit', 'gather', 'media_text', 'think', 'deliver'])
  })
})

describe('through the app itself', () => {
  let whatsapp: FakeWhatsApp
  let host: MediaHost
  let distrust: () => void
  beforeEach(async () => {
    distrust = trustTestCertificates()
    whatsapp = await startWhatsAppServer()
    host = new MediaHost()
    await host.start(whatsapp)
    process.env['OMNI_WHATSAPP_WS_URL'] = whatsapp.url
    await linkInstance(omni.panel, whatsapp)
    await setUp()
  })
  afterEach(async () => {
    await omni.panel.instances.disconnect({ name: 'shop' })
    await whatsapp.stop()
    await host.stop()
    distrust()
    delete process.env['OMNI_WHATSAPP_WS_URL']
  })

  it('is heard once its file has come, also through a restart before that', async () => {
    const release = host.hold()
    const live = await watchLive(omni.panel)
    const message = {
      audioMessage: { ...host.lay('audio', recordingOf(WORDS)), ptt: true, seconds: 3, mimetype: 'audio/ogg; codecs=opus' },
    }
    const id = await whatsapp.deliver({ to: SHOP.phone, from: ANA, message })
    await live.until((event) => event.type === 'message.changed' && event.message.media?.mediaText?.state === 'waiting')
    live.stop()
    expect(hearing.requests).toEqual([])
    await omni.restart()
    const after = await watchLive(omni.panel)
    release()
    await after.untilTrace((one) => one.messageExternalId === id && one.state === 'completed')
    after.stop()
    expect(agent.requests.at(-1)?.body['message_content']).toBe(HEARD)
    expect(hearing.requests).toHaveLength(1)
  })
})
