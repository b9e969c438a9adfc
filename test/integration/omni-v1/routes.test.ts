import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Json, startV1World, type V1World } from '../../support/omni-v1.ts'
import { type Route, routeFacts, routesOf } from './routes.ts'

describe('the routes of Omni v1', () => {
  let world: V1World
  let routes: Route[]
  const call = ({ route, body, root }: Route, key?: string | null) =>
    world.call(route, body, { ...(root && { root }), ...(key !== undefined && { key }) })

  beforeAll(async () => {
    world = await startV1World()
    await world.link('shop')
    routes = routesOf(await routeFacts(world, 'shop'), world.evolution)
  })
  afterAll(() => world.stop())

  it('let nobody in without a key, but for health and this machine’s metrics', async () => {
    for (const route of routes) {
      const answer = await call(route, null)
      if (route.needs === 'none') expect(answer.status, route.route).toBe(200)
      else {
        expect(answer, route.route).toMatchObject({ status: 401, body: { detail: 'Missing API key' } })
        expect(answer.headers.get('www-authenticate'), route.route).toBe('ApiKey')
      }
    }
  })

  it('all answer as the contract says', async () => {
    for (const route of routes) {
      if (route.route.includes('spare-')) await world.create('spare-shop')
      const answer = await call(route)
      expect(answer.status, `${route.route} → ${JSON.stringify(answer.body)}`).toBe(route.status)
    }
  })

  it('restart brings an account back', async () => {
    await world.link('again')
    const restarted = world.call('POST /instances/again/restart')
    await world.evolution.whenReceived('restart')
    world.evolution.reopen('again')
    expect(await restarted).toMatchObject({ status: 200, body: { success: true, message: 'Restarted.' } })
    expect((await world.call('POST /instances/spare-none/restart')).status).toBe(404)
  })

  it('that do not exist answer 404 in JSON, with a key and without', async () => {
    for (const path of ['/nothing', '/instances/shop/nothing', '/traces/1/2/3']) {
      expect((await world.call(`GET ${path}`)).body, path).toEqual({ detail: 'Not Found' })
      expect((await world.call(`GET ${path}`, undefined, { key: null })).status, path).toBe(401)
    }
    expect(await world.call('POST /nothing', {}, { root: true })).toMatchObject({ status: 404, body: { detail: 'Not Found' } })
  })

  it('take calls that name a content type but have no body', async () => {
    const headers = { 'x-api-key': 'sk-omni-test-key', 'content-type': 'application/json' }
    const answer = await fetch(`${world.omni.url}/api/v1/instances/shop/set-default`, { method: 'POST', headers })
    expect(answer.status).toBe(200)
    const missing = await fetch(`${world.omni.url}/api/v1/instances`, { method: 'POST', headers })
    expect(missing.status).toBe(422)
  })

  it('answer 400 to a body that is not JSON, 415 to one of another kind', async () => {
    const post = (type: string, body: string) =>
      fetch(`${world.omni.url}/api/v1/instances`, {
        method: 'POST',
        headers: { 'x-api-key': 'sk-omni-test-key', 'content-type': type },
        body,
      })
    expect((await post('application/json', '{"name":')).status).toBe(400)
    expect((await post('application/x-www-form-urlencoded', 'name=x')).status).toBe(400)
    expect((await post('text/xml', '<name/>')).status).toBe(415)
  })

  it('answer 422 with a list of places for what is not valid', async () => {
    const { status, body } = await world.call('POST /access/rules', { phone_number: 1, rule_type: 'maybe' })
    expect(status).toBe(422)
    expect(body.detail.map((one: Json) => one.loc)).toEqual([
      ['body', 'phone_number'],
      ['body', 'rule_type'],
    ])
    for (const one of body.detail) expect(one).toEqual({ loc: expect.any(Array), msg: expect.any(String), type: expect.any(String) })
    expect((await world.call('GET /traces?limit=0')).body.detail[0].loc).toEqual(['query', 'limit'])
    expect((await world.call('DELETE /access/rules/abc')).body.detail[0].loc).toEqual(['path', 'id'])
  })
})
