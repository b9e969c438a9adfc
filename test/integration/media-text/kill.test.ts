/** A process that is killed while a voice note is being heard. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type AgentServer, startAgentServer } from '../../support/agent-server.ts'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import { freePort, type HubProcess, startHubProcess } from '../../support/hub-process.ts'
import { recordingOf, startTranscriptionServer, type TranscriptionServer } from '../../support/transcription-server.ts'

let folder: string
let port: number
let hub: HubProcess
let evolution: FakeEvolution
let agent: AgentServer
let hearing: TranscriptionServer

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'omni-voice-kill-'))
  port = await freePort()
  ;[evolution, agent, hearing] = await Promise.all([startEvolutionServer(), startAgentServer(), startTranscriptionServer()])
  hub = await startHubProcess(folder, port)
  await hub.rest('POST', '/instances', {
    name: 'shop',
    evolution_url: evolution.url,
    evolution_key: evolution.apiKey,
    agent_api_url: agent.url,
    message_debounce_ms: 0,
  })
  evolution.scan('shop')
  await hub.kill()
  setUpTranscription()
  hub = await startHubProcess(folder, port)
})
afterEach(async () => {
  await hub.kill()
  await Promise.all([evolution.stop(), agent.stop(), hearing.stop()])
  rmSync(folder, { recursive: true, force: true })
})

/** As the panel would: REST v1 knows nothing of it. */
function setUpTranscription(): void {
  const db = new Database(join(folder, 'omni.db'))
  const settings = JSON.stringify({ baseUrl: hearing.url, model: 'm' })
  db.prepare(
    `INSERT INTO agent_profiles (id, name, kind, settings, secrets, timeout_ms, flags, health, created_at, updated_at)
     SELECT 'hears', 'Whisper', 'openai', ?, '{}', 60000, flags, health, created_at, updated_at FROM agent_profiles WHERE id = 'house'`,
  ).run(settings)
  db.prepare(`UPDATE instances SET behaviour = json_set(behaviour, '$.mediaText', json('{"voice":{"agentProfileId":"hears"}}'))`).run()
  db.close()
}

it('loses neither the voice note nor its answer, and hears nothing again that it has heard', { timeout: 60_000 }, async () => {
  const release = hearing.hold()
  await evolution.deliverInbound('shop', {
    from: '15552223333',
    message: { audioMessage: { mimetype: 'audio/ogg; codecs=opus', seconds: 3, ptt: true } },
    messageType: 'audioMessage',
    base64: recordingOf('Still there?').toString('base64'),
  })
  await hearing.arrived(1)
  await hub.kill()
  hub = await startHubProcess(folder, port)
  release()
  await evolution.whenReceived('sendText', 1)
  const asked = '[Voice message, transcribed by machine] Still there?'
  expect([...agent.counts()]).toEqual([[asked, 1]])
  expect(evolution.sent.map(({ text }) => text)).toEqual([`echo: ${asked}`])
  expect(hearing.requests).toHaveLength(2)

  await hub.kill()
  hub = await startHubProcess(folder, port)
  await evolution.deliverInbound('shop', { from: '15552223333', text: 'Hello?' })
  await evolution.whenReceived('sendText', 2)
  expect(hearing.requests).toHaveLength(2)
})
