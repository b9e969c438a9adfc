import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AgentServer, startAgentServer } from '../../support/agent-server.ts'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import { freePort } from '../../support/free-port.ts'
import { startProduct } from '../../support/product-process.ts'

/** A process started beside each `.env` that the guides of Automagik Omni print. */
let evolution: FakeEvolution
let agent: AgentServer
beforeAll(async () => {
  evolution = await startEvolutionServer()
  agent = await startAgentServer()
})
afterAll(async () => {
  await evolution.stop()
  await agent.stop()
})

const KEY = 'key-of-the-old-shop'

async function startedWith(lines: string[]): Promise<{ instances: Record<string, unknown>[]; folder: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'omni-old-env-'))
  writeFileSync(join(folder, '.env'), lines.join('\n'))
  const product = startProduct('out/main/headless.js', [], { OMNI_DATA_DIR: join(folder, 'data') }, folder)
  const [, address = ''] = await product.printed(/running at (http:\S+)/)
  const health = await fetch(`${address}/health`)
  expect(health.status).toBe(200)
  const answer = await fetch(`${address}/api/v1/instances`, { headers: { 'x-api-key': KEY } })
  return {
    instances: (await answer.json()) as Record<string, unknown>[],
    folder,
    async stop() {
      product.kill('SIGTERM')
      expect((await product.exited).code).toBe(0)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

it('the long one, with its log, its media and its tracing', async () => {
  const { instances, folder, stop } = await startedWith([
    '# Omni Hub',
    'AUTOMAGIK_OMNI_API_HOST="127.0.0.1"',
    `AUTOMAGIK_OMNI_API_PORT="${await freePort()}"`,
    `AUTOMAGIK_OMNI_API_KEY="${KEY}"`,
    'AUTOMAGIK_OMNI_SQLITE_DATABASE_PATH="./data/automagik-omni.db"',
    'AUTOMAGIK_OMNI_DATABASE_URL=""',
    'ENVIRONMENT=production',
    'LOG_LEVEL="INFO"',
    'LOG_FOLDER="./logs"',
    'LOG_VERBOSITY="short"',
    'AUTOMAGIK_TIMEZONE="UTC"',
    'WHATSAPP_INSTANCE="default"',
    'SESSION_ID_PREFIX=""',
    `EVOLUTION_API_URL="${evolution.url}"`,
    `EVOLUTION_API_KEY="${evolution.apiKey}"`,
    'EVOLUTION_WEBHOOK_URL="http://localhost:8882/webhook/evolution"',
    `EVOLUTION_TRANSCRIPT_API="${agent.url}/v1"`,
    'EVOLUTION_TRANSCRIPT_API_KEY="transcript-key"',
    'EVOLUTION_MINIO_URL="http://localhost:9000"',
    `AGENT_API_URL="${agent.url}"`,
    'AGENT_API_KEY="agent-key"',
    'DEFAULT_AGENT_NAME="simple"',
    'AGENT_API_TIMEOUT=60',
    'USE_BASE64_MEDIA=True',
    'AUTOMAGIK_OMNI_MEDIA_MAX_SIZE=50MB',
    'AUTOMAGIK_OMNI_MEDIA_DOWNLOAD_TIMEOUT=30',
    'ENABLE_TRACING=true',
    'TRACE_INCLUDE_SENSITIVE=False',
  ])
  expect(instances).toMatchObject([
    {
      name: 'default',
      is_default: true,
      evolution_url: evolution.url,
      agent_api_url: agent.url,
      agent_id: 'simple',
      webhook_url: 'http://localhost:8882/webhook/evolution/default',
    },
  ])
  for (const path of ['logs', 'data/automagik-omni.db']) expect(existsSync(join(folder, path)), path).toBe(true)
  await stop()
})

it('the one that goes through Hive', async () => {
  const { instances, stop } = await startedWith([
    'API_HOST=127.0.0.1',
    `API_PORT=${await freePort()}`,
    `AUTOMAGIK_OMNI_API_KEY=${KEY}`,
    `EVOLUTION_API_BASE_URL=${evolution.url}`,
    `EVOLUTION_API_KEY=${evolution.apiKey}`,
    'WHATSAPP_INSTANCE=hive_shop',
    'OMNI_TO_HIVE_ENABLED=true',
    `HIVE_API_URL=${agent.url}`,
    'HIVE_API_KEY=hive-key',
  ])
  expect(instances).toMatchObject([{ name: 'hive_shop', agent_instance_type: 'hive', agent_api_url: agent.url, has_agent_api_key: true }])
  await stop()
})

it('the shortest one', async () => {
  const { instances, stop } = await startedWith([`API_PORT=${await freePort()}`, `AUTOMAGIK_OMNI_API_KEY=${KEY}`])
  expect(instances).toEqual([])
  await stop()
})

it('one with a mistake is reported with its line', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'omni-old-env-'))
  writeFileSync(join(folder, '.env'), 'AUTOMAGIK_OMNI_API_PORT=eighty\n')
  const product = startProduct('out/main/headless.js', [], { OMNI_DATA_DIR: join(folder, 'data') }, folder)
  expect((await product.exited).code).toBe(1)
  expect(product.output()).toContain('AUTOMAGIK_OMNI_API_PORT')
  rmSync(folder, { recursive: true, force: true })
})
