import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startV1World, type V1World } from '../../support/omni-v1.ts'
import { routeFacts, routesOf } from './routes.ts'

/** Whatever is secret, in words that stand nowhere else. */
const SECRETS = {
  agent_api_key: 'plain-agent-key-1',
  discord_bot_token: 'plain-discord-token-2',
  slack_bot_token: 'xoxb-plain-slack-3',
  slack_app_token: 'xapp-plain-slack-4',
  slack_signing_secret: 'plain-signing-5',
  technical_agent_key: 'plain-technical-6',
  billing_agent_key: 'plain-billing-7',
  sales_agent_key: 'plain-sales-8',
}

describe('secrets', () => {
  let world: V1World
  let secrets: [string, string][]
  let madeKey: string
  const answers: [string, string][] = []

  beforeAll(async () => {
    world = await startV1World({ env: { OMNI_LOG_LEVEL: 'debug' } })
    await world.link('shop', SECRETS)
    const webhook = world.evolution.instance('shop').webhook
    madeKey = await world.key('admin')
    secrets = [
      ...Object.entries(SECRETS),
      ['evolution_key', world.evolution.apiKey],
      ['instance token', world.evolution.instance('shop').token],
      ['webhook secret', String(webhook?.headers['x-omni-webhook-secret'])],
      ['API key of the environment', 'sk-omni-test-key'],
      ['API key of the panel', madeKey],
    ]
    // Failures talk more than successes do.
    world.agent.script({ kind: 'status', status: 500, body: { echo: SECRETS.agent_api_key } })
    await world.converse('shop', { text: 'An unhappy one' })
    world.evolution.failNext('sendText', { kind: 'status', status: 400, body: { apikey: world.evolution.apiKey } })
    await world.converse('shop', { text: 'Another' })
    await world.create('wrong', { evolution_url: 'http://127.0.0.1:9', evolution_key: 'plain-unreached-key-9' })
    secrets.push(['key of an unreachable server', 'plain-unreached-key-9'])
    for (const { route, body, root } of routesOf(await routeFacts(world, 'shop'), world.evolution)) {
      if (route.includes('spare-')) await world.create('spare-shop', SECRETS)
      const answer = await world.call(route, body, { key: madeKey, ...(root && { root }) })
      answers.push([route, JSON.stringify(answer.body) + JSON.stringify([...answer.headers])])
    }
    for (const trace of (await world.call('GET /traces?limit=1000')).body) {
      const path = `/traces/${trace.trace_id}`
      answers.push([path, JSON.stringify((await world.call(`GET ${path}`)).body)])
      answers.push([`${path}/payloads`, JSON.stringify((await world.call(`GET ${path}/payloads?include_payload=true`)).body)])
    }
    for (const path of ['/openapi.json', '/docs', '/health', '/metrics']) {
      answers.push([path, JSON.stringify((await world.call(`GET ${path}`)).body)])
    }
    const { panel } = world.omni
    answers.push(['panel', JSON.stringify([await panel.instances.list(), await panel.system.home(), await panel.system.info()])])
  })
  afterAll(() => world.stop())

  it('stand in no answer, trace or description', () => {
    expect(answers.length).toBeGreaterThan(70)
    for (const [name, secret] of secrets) {
      for (const [route, answer] of answers) expect(answer.includes(secret), `${name} in ${route}`).toBe(false)
    }
  })

  it('stand in no file: neither in the log nor in the database', async () => {
    // Everything is written once the hub has stopped.
    await world.omni.restart()
    const files = readdirSync(world.omni.folder, { recursive: true })
      .map((file) => join(world.omni.folder, String(file)))
      .filter((file) => statSync(file).isFile())
    expect(files.some((file) => file.includes('omni.db'))).toBe(true)
    expect(files.some((file) => file.includes('logs'))).toBe(true)
    for (const file of files) {
      const bytes = readFileSync(file)
      for (const [name, secret] of secrets) {
        expect(bytes.includes(secret), `${name} in ${file}`).toBe(false)
        expect(bytes.includes(Buffer.from(secret).toString('base64')), `${name} as base64 in ${file}`).toBe(false)
      }
    }
  })

  it('still work after a restart', async () => {
    expect((await world.call('GET /instances/shop', undefined, { key: madeKey })).body).toMatchObject({ has_agent_api_key: true })
    world.agent.reset()
    await world.call('POST /instances/shop/connect')
    world.evolution.scan('shop')
    await world.converse('shop', { text: 'Are you there?' })
    expect(world.agent.requests.at(-1)?.headers['x-api-key']).toBe(SECRETS.agent_api_key)
  })
})
