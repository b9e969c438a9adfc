import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSqliteStorage } from '../../src-main/hub/storage/sqlite/storage.ts'
import { withFilesKey } from '../../src-shared/session-keys.ts'
import { type AgentServer, startAgentServer } from '../support/agent-server.ts'
import { type FakeEvolution, startEvolutionServer } from '../support/evolution-server.ts'
import { startTestHub, type TestHub, watchLive } from '../support/hub.ts'
import { offlineHub } from '../support/offline-hub.ts'
import { connectShop } from '../support/shop.ts'
import { logIn } from '../support/sign-in.ts'
import { inbound } from '../support/storage-conformance.ts'
import { storageWorker } from '../support/storage-worker.ts'

const AGENT_KEY = 'agent-key-that-nobody-may-read'
const WORDS = 'My card number is 4111 1111 1111 1111'
const NEVER = { payloadsDays: null, tracesDays: null, mediaDays: null, messagesDays: null, spendDays: null }

describe('an installation that has been used', () => {
  let omni: TestHub
  let evolution: FakeEvolution
  let agent: AgentServer

  beforeAll(async () => {
    evolution = await startEvolutionServer()
    agent = await startAgentServer({ shape: 'run', apiKey: AGENT_KEY })
    omni = await startTestHub({ env: { OMNI_LOG_LEVEL: 'debug' } })
    await connectShop(omni.panel, evolution, 'ann-secret-bakery', {
      agent: { url: agent.url, agentId: 'sofia', shape: 'run', timeoutMs: 5000, apiKey: AGENT_KEY },
    })
    const live = await watchLive(omni.panel)
    // Once answered, and once with everything going wrong, so that the log has something to quote.
    await evolution.deliverInbound('ann-secret-bakery', { from: '5511987654321', name: 'Ann Miller', text: WORDS })
    await live.untilTrace((trace) => trace.state === 'completed')
    agent.always({ kind: 'status', status: 401, body: { detail: `wrong key ${AGENT_KEY}, from 5511987654321: ${WORDS}` } })
    evolution.failNext('sendText', { kind: 'reset' })
    await evolution.deliverInbound('ann-secret-bakery', { from: '5511987654321', name: 'Ann Miller', text: `${WORDS}, again` })
    await live.untilTrace((trace) => trace.state === 'failed')
    live.stop()
  })
  afterAll(async () => {
    await omni.stop()
    await evolution.stop()
    await agent.stop()
  })

  it('is described to who helps, without a secret, a number, a name or a word of anybody', async () => {
    await fetch(`${omni.url}/webhook/evolution/ann-secret-bakery`, { method: 'POST', body: `{"broken ${WORDS}` })
    const { text } = await omni.panel.diagnostics.read()
    expect(text).toMatch(/^Omni Desktop \d+\.\d+\.\d+ \(headless\)/)
    expect(text).toMatch(/whatsapp\/evolution: connected since .*, active, answered by automagik/)
    expect(text).toMatch(/Messages: \d+, traces: 2/)
    const webhookSecret = evolution.instance('ann-secret-bakery').webhook?.headers['x-omni-webhook-secret'] ?? 'none'
    const secrets = [AGENT_KEY, evolution.apiKey, webhookSecret, 'sk-omni-test-key', evolution.instance('ann-secret-bakery').token]
    const people = ['5511987654321', '987654321', '98765', 'Ann', 'ann-secret-bakery', '15550001111', 'card', '4111', 'Sol Bakery']
    for (const never of [...secrets, ...people, omni.folder, omni.url, evolution.url]) expect(text).not.toContain(never)
  })

  it('shows its log as it is written, and no secret in it', async () => {
    const controller = new AbortController()
    const frames = await omni.panel.logs.tail(undefined, { signal: controller.signal })
    const read = async () => {
      const frame = await frames.next()
      if (frame.done) throw new Error('The log has ended.')
      return frame.value
    }
    const first = await read()
    expect(first.lines.some(({ message }) => message === 'the hub is up')).toBe(true)
    const { name } = await omni.panel.backups.create()
    const later: typeof first.lines = []
    const isMade = ({ message }: (typeof later)[number]) => message === 'a backup is made'
    // The hub works on meanwhile: other lines may come before, but none is left out.
    while (!later.some(isMade)) later.push(...(await read()).lines)
    expect(later.find(isMade)).toMatchObject({ level: 'info' })
    const last = first.lines.at(-1)?.seq ?? 0
    expect(later.map(({ seq }) => seq)).toEqual(later.map((_line, index) => last + 1 + index))
    await omni.panel.backups.remove({ name })
    controller.abort()
    expect(JSON.stringify([first, later])).not.toContain(AGENT_KEY)
    expect((await omni.panel.logs.info()).folder).toBe(join(omni.folder, 'logs'))
  })

  it('says what it takes on the disk', async () => {
    const usage = await omni.panel.retention.usage()
    expect(usage).toMatchObject({ traces: 2 })
    expect(usage.databaseBytes).toBeGreaterThan(100_000)
    expect(usage.payloads.bytes).toBeGreaterThan(0)
    expect(usage.logsBytes).toBeGreaterThan(0)
  })

  it('is copied into a file that another Omni opens with everything in it', async () => {
    const backup = await omni.panel.backups.create()
    expect(await omni.panel.backups.list()).toEqual([backup])
    expect((await omni.panel.retention.usage()).backupsBytes).toBe(backup.sizeBytes)

    const denied = await fetch(`${omni.url}/backups/${backup.name}`)
    expect(denied.status).toBe(401)
    // A key is for messages: it does not open the whole database.
    expect((await omni.rest('GET', `/backups/${backup.name}`, undefined, { root: true })).status).toBe(401)
    const { cookie, keys } = await logIn(await omni.hub.createLoginLink())
    const get = (name: string) => fetch(omni.url + withFilesKey(`/backups/${name}`, keys.files), { headers: { cookie } })
    const download = await get(backup.name)
    expect(download.headers.get('content-disposition')).toContain(backup.name)
    expect((await download.arrayBuffer()).byteLength).toBe(backup.sizeBytes)
    for (const name of ['..%2Fomni.db', 'omni.db', `${backup.name}.part`, 'omni-20260101-000000-01234567.age'])
      expect((await get(name)).status).toBe(404)

    const folder = mkdtempSync(join(tmpdir(), 'omni-restored-'))
    const phrase = (await omni.panel.recoveryPhrase.show()).words.join(' ')
    await offlineHub(folder).restore({ file: backup.path, phrase })
    const other = await startTestHub({ folder })
    expect((await other.panel.instances.list()).map(({ name }) => name)).toContain('ann-secret-bakery')
    expect((await other.panel.traces.list({})).items.length).toBe(2)
    await other.stop()
    rmSync(folder, { recursive: true })

    await omni.panel.backups.remove({ name: backup.name })
    expect(existsSync(backup.path)).toBe(false)
    await expect(omni.panel.backups.remove({ name: '../omni.db' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('keeps things for as long as was chosen, also after a restart, and frees space at once when asked', async () => {
    expect(await omni.panel.retention.set({ ...NEVER, messagesDays: 30 })).toMatchObject({ messagesDays: 30 })
    const now = await omni.panel.retention.freeSpace()
    expect(now).toMatchObject({ deleted: { payloads: 0, traces: 0, media: 0, messages: 0 }, error: null })
    await omni.restart()
    const { retention, lastCleanUp } = await omni.panel.retention.get()
    expect(retention).toEqual({ ...NEVER, messagesDays: 30 })
    expect(lastCleanUp?.at).toBe(now.at)
    expect((await omni.panel.traces.list({})).items.length).toBe(2)
  })

  it('deletes what is old in its real database', async () => {
    await omni.stop()
    const folder = mkdtempSync(join(tmpdir(), 'omni-old-'))
    const file = join(folder, 'omni.db')
    const first = await startTestHub({ folder })
    await first.panel.instances.create({ name: 'shop', channel: 'simulator' })
    await first.stop()
    const storage = await openSqliteStorage({ file, worker: storageWorker })
    const old = new Date(Date.now() - 40 * 86_400_000).toISOString()
    for (let n = 0; n < 450; n += 1) {
      const { turnId } = await storage.acceptInbound(inbound({ sentAt: old, receivedAt: old }))
      const ended = { state: 'completed' as const, stopCode: null, reason: 'Answered.', errorStage: null, steps: [] }
      await storage.finishTurn(turnId ?? '', { ...ended, completedAt: old, totalDurationMs: 1, channelSucceeded: true })
    }
    while ((await storage.digestTurns(500)) > 0);
    await storage.close()
    omni = await startTestHub({ folder })
    expect(await omni.panel.retention.freeSpace()).toMatchObject({ deleted: { payloads: 450, traces: 450, messages: 0 } })
    await omni.panel.retention.set({ ...NEVER, messagesDays: 30 })
    expect(await omni.panel.retention.freeSpace()).toMatchObject({ deleted: { traces: 0, messages: 450 } })
    expect(await omni.panel.retention.usage()).toMatchObject({ messages: 0, traces: 0, payloads: { count: 0 } })
  })
})
