/** Until 0010 every instance had an agent of its own on its row. The migration makes saved agents of them. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createVault } from '../../../src-main/hub/secrets/vault.ts'
import { migrations } from '../../../src-main/hub/storage/sqlite/migrations.gen.ts'
import { startAgentServer } from '../../support/agent-server.ts'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'

const AT = '2026-01-02T03:04:05.000Z'
const LAST_OLD = '0005_digest'
const dataKey = randomBytes(32)
const vault = createVault(dataKey)

let folder: string
let omni: TestHub | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'omni-old-'))
})
afterEach(async () => {
  await omni?.stop()
  omni = undefined
  rmSync(folder, { recursive: true, force: true })
})

/** A database as the released version left it: with its own data key, so that its secrets can be opened. */
function oldDatabase(instances: { name: string; agent: Record<string, unknown>; key?: string }[]): void {
  const db = new Database(join(folder, 'omni.db'))
  db.exec('CREATE TABLE __migrations (tag TEXT PRIMARY KEY, hash TEXT NOT NULL, applied_at TEXT NOT NULL)')
  for (const { tag, hash, statements } of migrations.filter(({ tag }) => tag <= LAST_OLD)) {
    for (const statement of statements) db.exec(statement)
    db.prepare('INSERT INTO __migrations VALUES (?, ?, ?)').run(tag, hash, AT)
  }
  db.prepare('INSERT INTO settings (key, value) VALUES (?, ?)').run(
    'secrets.dataKey',
    JSON.stringify({ box: 'test', wrapped: dataKey.toString('base64') }),
  )
  const insert = db.prepare(
    `INSERT INTO instances (name, channel, provider, is_active, is_default, settings, secrets, agent, behaviour, house,
       accepts_unsigned_webhooks, extra, connection, created_at, updated_at)
     VALUES (?, 'simulator', NULL, 1, 0, '{}', ?, ?, '{"debounceMs":0,"groupMode":"mention","accessMode":"open","fallback":{}}',
       '{"greeting":"Hello!","openingHours":"","address":"","priceList":"","handover":"","faqs":[]}', 0, '{}', ?, ?, ?)`,
  )
  const connection = JSON.stringify({
    state: 'connected',
    message: null,
    account: null,
    profileName: null,
    profilePictureUrl: null,
    foreignWebhook: null,
    qr: null,
    since: AT,
  })
  for (const { name, agent, key } of instances) {
    const secrets = key === undefined ? {} : { agentApiKey: vault.seal(`instance/${name}/agentApiKey`, key) }
    insert.run(name, JSON.stringify(secrets), JSON.stringify(agent), connection, AT, AT)
  }
  db.close()
}

it('makes one saved agent of each, whose key still opens and who still answers', async () => {
  const server = await startAgentServer({ shape: 'run', apiKey: 'the-old-key' })
  oldDatabase([
    { name: 'bakery', agent: { kind: 'automagik', url: server.url, agentId: 'sofia', shape: 'run', timeoutMs: 7000 }, key: 'the-old-key' },
    { name: 'clinic', agent: { kind: 'house', url: '', agentId: 'default', shape: 'auto', timeoutMs: 60_000 } },
    { name: 'agency', agent: { kind: 'house', url: 'http://127.0.0.1:9', agentId: 'default', shape: 'auto', timeoutMs: 60_000 } },
  ])
  omni = await startTestHub({ folder })
  const profiles = await omni.panel.agents.list()
  expect(profiles).toMatchObject([
    { name: 'sofia', kind: 'automagik', timeoutMs: 7000, hasSecrets: { apiKey: true }, usedBy: ['bakery'], settings: { shape: 'run' } },
    // Entered once and not used: it is not lost.
    { name: 'agency', kind: 'automagik', hasSecrets: { apiKey: false }, usedBy: [] },
    { id: 'house', kind: 'house', usedBy: ['clinic', 'agency'] },
  ])
  const live = await watchLive(omni.panel)
  const { id: conversationId } = await omni.panel.simulator.open({ instanceName: 'bakery' })
  await omni.panel.simulator.say({ conversationId, text: 'Do you open on Saturday?', clientId: 'one' })
  const trace = await live.untilTrace(({ completedAt }) => completedAt !== null)
  expect(trace).toMatchObject({ state: 'completed', agentName: 'sofia', agentProfileId: profiles[0]?.id })
  expect(server.requests[0]?.headers['x-api-key']).toBe('the-old-key')
  expect((await omni.rest('GET', '/instances/bakery')).body).toMatchObject({
    agent_api_url: server.url,
    agent_id: 'sofia',
    agent_timeout: 7,
    has_agent_api_key: true,
  })
  live.stop()
  await server.stop()
})
