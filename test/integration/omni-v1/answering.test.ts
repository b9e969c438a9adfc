/** Whether an account answers, and what people call it, as clients of v1 read and write it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestHub } from '../../support/hub.ts'
import { type Json, startV1World, type V1World } from '../../support/omni-v1.ts'

describe('the field is_answering', () => {
  let world: V1World
  beforeAll(async () => {
    world = await startV1World()
  })
  afterAll(() => world.stop())
  const bare = (name: string, fields: object = {}) =>
    world.create(name, { agent_api_url: undefined, agent_api_key: undefined, ...fields }) as Promise<Json>
  const patch = async (name: string, fields: object) => (await world.call(`PATCH /instances/${name}`, fields)).body

  it('is on where an agent is given with the account, and off where none is', async () => {
    expect(await world.create('with-agent')).toMatchObject({ is_answering: true })
    expect(await bare('without')).toMatchObject({ is_answering: false })
    expect(await bare('kind-alone', { agent_instance_type: 'hive' })).toMatchObject({ is_answering: false })
    expect(await bare('guide', { default_agent_url: world.agent.url })).toMatchObject({ is_answering: true })
    expect(await bare('role', { billing_agent_url: world.agent.url })).toMatchObject({ is_answering: true })
    expect(await bare('house', { agent_instance_type: 'house' })).toMatchObject({ is_answering: false })
    expect(await bare('worded', { agent_instance_type: 'house', house_texts: { greeting: 'Hi.' } })).toMatchObject({ is_answering: true })
    expect(await bare('plain', { house_texts: { simple_greeting: true } })).toMatchObject({ is_answering: true })
    expect(await bare('texts', { house_texts: { greeting: 'Hi.' } })).toMatchObject({ is_answering: true })
    expect(await bare('no-texts', { house_texts: { greeting: '', faqs: [] } })).toMatchObject({ is_answering: false })
  })

  it('is as the client says it where the client says it', async () => {
    expect(await world.create('said-off', { is_answering: false })).toMatchObject({ is_answering: false })
    expect(await bare('said-on', { is_answering: true, house_texts: { greeting: 'Hi.' } })).toMatchObject({ is_answering: true })
    expect(await patch('said-on', { is_answering: false, agent_api_url: world.agent.url })).toMatchObject({ is_answering: false })
    expect(await patch('said-on', { is_answering: true })).toMatchObject({ is_answering: true })
  })

  it('cannot be on where the house agent has no words, and says so before anything is made or changed', async () => {
    const refused = { status: 409, body: { detail: 'Write what the house agent says first, or choose its simple greeting.' } }
    const fields = { name: 'wordless', channel_type: 'whatsapp', evolution_url: world.evolution.url, evolution_key: world.evolution.apiKey }
    const unseen = { house_texts: { greeting: '\u200b\u00a0\u2060' } }
    for (const given of [{}, unseen, { agent_instance_type: 'house' }])
      expect(await world.call('POST /instances', { ...fields, ...given, is_answering: true })).toMatchObject(refused)
    expect((await world.call('GET /instances/wordless')).status).toBe(404)

    await bare('wordless')
    for (const given of [{}, unseen, { display_name: 'Padaria' }])
      expect(await world.call('PATCH /instances/wordless', { ...given, is_answering: true })).toMatchObject(refused)
    expect((await world.call('GET /instances/wordless')).body).toMatchObject({ is_answering: false, display_name: 'wordless' })
    for (const given of [{ agent_api_url: world.agent.url, agent_api_key: 'k' }, { billing_agent_url: world.agent.url }]) {
      const name = `worded-${Object.keys(given)[0]?.replaceAll('_', '-')}`
      expect(await bare(name, { ...given, is_answering: true })).toMatchObject({ is_answering: true })
      await bare(`later-${name}`)
      expect(await patch(`later-${name}`, { ...given, is_answering: true })).toMatchObject({ is_answering: true })
    }
    expect(await patch('wordless', { is_answering: true, house_texts: { simple_greeting: 'True' } })).toMatchObject({
      is_answering: true,
      house_texts: { greeting: '', simple_greeting: true },
    })
  })

  it('is started by an agent that is given later, unless somebody said otherwise before', async () => {
    await bare('later')
    expect(await patch('later', { message_debounce_ms: 10 })).toMatchObject({ is_answering: false })
    expect(await patch('later', { agent_api_url: world.agent.url, agent_api_key: 'agent-key' })).toMatchObject({ is_answering: true })
    expect(await patch('later', { is_answering: false })).toMatchObject({ is_answering: false })
    expect(await patch('later', { agent_api_url: `${world.agent.url}/other` })).toMatchObject({ is_answering: false })
  })

  it('keeps an account that is off silent, and leaves its messages to a person', async () => {
    await world.link('silent', { is_answering: false })
    const { traceId } = await world.converse('silent', { from: '15552223333', text: 'Hello?' })
    expect((await world.call(`GET /traces/${traceId}`)).body).toMatchObject({ status: expect.any(String) })
    expect(world.evolution.sent).toEqual([])
  })
})

it('the default account of an old .env answers if the file names an agent', async () => {
  const world = await startV1World()
  const env = { EVOLUTION_API_URL: world.evolution.url, EVOLUTION_API_KEY: world.evolution.apiKey }
  const withAgent = await startTestHub({ env: { ...env, AGENT_API_URL: world.agent.url, AGENT_API_KEY: 'agent-key' } })
  const without = await startTestHub({ env })
  try {
    expect((await withAgent.rest('GET', '/instances')).body).toMatchObject([{ is_answering: true }])
    expect((await without.rest('GET', '/instances')).body).toMatchObject([{ is_answering: false }])
  } finally {
    await withAgent.stop()
    await without.stop()
    await world.stop()
  }
})

describe('the field display_name', () => {
  let world: V1World
  beforeAll(async () => {
    world = await startV1World()
  })
  afterAll(() => world.stop())

  it('is the name until somebody gives another, in any characters', async () => {
    expect(await world.create('plain')).toMatchObject({ name: 'plain', display_name: 'plain' })
    expect(await world.create('given', { display_name: '面包店 🥖 Sol' })).toMatchObject({ name: 'given', display_name: '面包店 🥖 Sol' })
    expect((await world.call('PATCH /instances/plain', { display_name: 'Padaria' })).body).toMatchObject({ display_name: 'Padaria' })
    expect((await world.call('PATCH /instances/plain', { display_name: null })).body).toMatchObject({ display_name: 'plain' })
  })

  it('has 60 characters at most, as people count them, on one line', async () => {
    expect((await world.call('PATCH /instances/given', { display_name: '👩‍👩‍👧'.repeat(60) })).status).toBe(200)
    for (const display_name of ['x'.repeat(61), 'two\nlines', ' '])
      expect((await world.call('PATCH /instances/given', { display_name })).status, display_name).toBe(422)
  })
})
