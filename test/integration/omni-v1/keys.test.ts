import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Json, startV1World, type V1World } from '../../support/omni-v1.ts'
import { type Route, routeFacts, routesOf } from './routes.ts'

const OTHER = 'zz-other'
const OTHERS_TEXT = 'for nobody else'

describe('API keys', () => {
  let world: V1World
  let own: Route[]
  let foreign: Route[]
  const call = ({ route, body, root }: Route, key: string) => world.call(route, body, { key, ...(root && { root }) })

  beforeAll(async () => {
    world = await startV1World()
    // The default is the one that limited keys must not reach.
    await world.link(OTHER)
    await world.link('mine')
    await world.create('third')
    await world.create('spare-mine')
    await world.converse(OTHER, { from: '15559998888', name: OTHERS_TEXT, text: OTHERS_TEXT })
    own = routesOf(await routeFacts(world, 'mine'), world.evolution)
    foreign = routesOf(await routeFacts(world, OTHER), world.evolution)
    await world.create(`spare-${OTHER}`)
  })
  afterAll(() => world.stop())

  it('begin with sk-omni- and are shown once', async () => {
    const key = await world.key('read')
    expect(key).toMatch(/^sk-omni-[\w-]{40,}$/)
    expect(JSON.stringify(await world.omni.panel.system.apiKeys.list())).not.toContain(key)
  })

  it('that are revoked or wrong are refused', async () => {
    const made = await world.omni.panel.system.apiKeys.create({ name: 'short', scope: 'admin', instanceNames: null })
    expect((await world.call('GET /instances', undefined, { key: made.key })).status).toBe(200)
    await world.omni.panel.system.apiKeys.revoke({ id: made.id })
    for (const key of [made.key, `${made.key}x`, 'sk-omni-', 'x']) {
      const answer = await world.call('GET /instances', undefined, { key })
      expect(answer, key).toMatchObject({ status: 401, body: { detail: 'Invalid API key' } })
      expect(answer.headers.get('www-authenticate')).toBe('ApiKey')
    }
    expect((await world.call('GET /instances', undefined, { key: '' })).body).toEqual({ detail: 'Missing API key' })
  })

  it('may do what their scope says, by any route', async () => {
    const rank = { none: 0, read: 0, send: 1, admin: 2 }
    for (const scope of ['read', 'send'] as const) {
      const key = await world.key(scope)
      for (const route of own) {
        const answer = await call(route, key)
        if (rank[route.needs] > rank[scope]) {
          expect(answer, `${scope}: ${route.route}`).toMatchObject({ status: 403, body: { detail: expect.stringContaining('scope') } })
        } else expect(answer.status, `${scope}: ${route.route} → ${JSON.stringify(answer.body)}`).toBe(route.status)
      }
    }
  })

  it('that are limited to an instance reach no other, by any route', async () => {
    const before = await state()
    for (const names of [['mine'], ['mine', 'third']]) {
      const key = await world.key('admin', names)
      for (const route of foreign) {
        const answer = await call(route, key)
        const told = `${names}: ${route.route} → ${answer.status} ${JSON.stringify(answer.body)}`
        if (route.about === 'one') expect([403, 404], told).toContain(answer.status)
        // A key of one instance sees that one where nothing is named; what is about all is not for it.
        if (route.about === 'all') expect(answer.status, told).toBe(route.needs === 'read' && names.length === 1 ? 200 : 403)
        // What it sees says nothing of the other, not even that it exists; health is for everyone.
        if (answer.status < 400 && route.needs !== 'none') {
          expect(JSON.stringify(answer.body), told).not.toContain(OTHER)
          expect(JSON.stringify(answer.body), told).not.toContain(OTHERS_TEXT)
        }
      }
      // An instance that exists is answered like one that does not.
      const shape = async (name: string) => {
        const { status, body } = await world.call(`GET /instances/${name}`, undefined, { key })
        return [status, body.detail.replace(name, '…')]
      }
      expect(await shape(OTHER)).toEqual(await shape('zz-never'))
      // Neither the default nor a rule for everyone is within its reach.
      expect((await world.call('POST /messages/send', { to: '15552223333', text: 'Hi' }, { key })).status).toBe(403)
      expect((await world.call('POST /access/rules', { phone_number: '1', rule_type: 'block' }, { key })).status).toBe(403)
    }
    expect(await state()).toEqual(before)
  })

  it('are refused before what they send is looked at', async () => {
    /** The same call, valid only in the instance that it names. */
    const spoiled = ({ route, body, ...rest }: Route): Route => {
      const { instance, tenant, instance_name } = (body ?? {}) as Record<string, unknown>
      const query =
        'limit=x&page=x&page_size=x&days_old=x&wait=x&skip=x&include_payload=x&even_if_adopted=x&replace_webhook=x&rule_id=x&rule_type=x'
      const nonsense = {
        instance,
        tenant,
        instance_name,
        phone_number: {},
        text: 5,
        name: 5,
        instanceName: 5,
        contacts: 5,
        display_name: 5,
        content: 5,
      }
      return { ...rest, route: `${route}${route.includes('?') ? '&' : '?'}${query}`, ...(body !== undefined && { body: nonsense }) }
    }
    const admin = await world.key('admin', ['mine'])
    const read = await world.key('read')
    let refused = 0
    for (const route of foreign.filter(({ route: one }) => !/\/traces\/\w{8}|\/access\/rules\/\d/.test(one))) {
      const answer = await call(spoiled(route), admin)
      const isFree = route.about === 'lists' || route.about === 'global' || (route.about === 'all' && route.needs === 'read')
      if (!isFree) expect(answer.status, `${route.route} → ${JSON.stringify(answer.body)}`).toBe(403)
      if (route.needs !== 'read' && route.needs !== 'none') expect((await call(spoiled(route), read)).status, route.route).toBe(403)
      // The calls are not right, indeed.
      if ((await call(spoiled(route), 'sk-omni-test-key')).status === 422) refused += 1
    }
    expect(refused).toBeGreaterThan(30)
  })

  it('that are limited to an instance do there what their scope says', async () => {
    const key = await world.key('admin', ['mine', 'spare-mine'])
    await world.call('DELETE /instances/mine/access-control')
    const facts = await routeFacts(world, 'mine')
    for (const route of routesOf(facts, world.evolution).filter(({ about }) => about === 'one')) {
      // A key goes with the instance that it is for, not with the name.
      if (route.route.includes('spare-') && (await world.call('GET /instances/spare-mine')).status === 404) continue
      const answer = await call(route, key)
      // The default role is taken from another.
      const status = route.route.endsWith('/set-default') ? 403 : route.status
      expect(answer.status, `${route.route} → ${JSON.stringify(answer.body)}`).toBe(status)
    }
    const names = (list: Json) => list.map((one: Json) => one.name)
    expect(names((await world.call('GET /instances', undefined, { key })).body)).toEqual(['mine'])
    expect(names((await world.call('GET /tenants', undefined, { key, root: true })).body)).toEqual(['mine'])
  })

  /** Everything of the other instance that a limited key might have changed. */
  async function state() {
    const { updated_at: _, ...instance } = (await world.call(`GET /instances/${OTHER}`)).body
    return {
      instance,
      names: (await world.call('GET /instances')).body.map((one: Json) => one.name),
      rules: (await world.call('GET /access/rules')).body,
      messages: (await world.call(`GET /messages/history/${OTHER}`)).body,
      sent: world.evolution.sent.filter((one) => one.instance === OTHER).length,
    }
  }
})

describe('whoever guesses keys', () => {
  it('has to wait, and does not shut out those who have one', async () => {
    const world = await startV1World()
    const newcomer = await world.key('read')
    const get = (key: string | null) => world.call('GET /instances', undefined, { key })
    expect((await get('sk-omni-test-key')).status).toBe(200)
    // Calls without a key guess nothing.
    for (let n = 0; n < 40; n += 1) expect((await get(null)).status).toBe(401)
    let tries = 0
    let answer = await get('sk-omni-guess')
    while (answer.status === 401 && tries < 100) {
      tries += 1
      answer = await get(`sk-omni-guess-${tries}`)
    }
    expect(answer).toMatchObject({ status: 429, body: { detail: expect.any(String) } })
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(60)
    expect(tries).toBeGreaterThan(5)
    // Guessing on is of no use, even with a right guess; who had shown a key before goes on.
    expect((await get(newcomer)).status).toBe(429)
    expect((await get('sk-omni-test-key')).status).toBe(200)
    expect((await world.call('GET /health', undefined, { root: true, key: null })).status).toBe(200)
    await world.stop()
  })
})
