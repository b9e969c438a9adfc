import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startV1World, type V1World } from '../../support/omni-v1.ts'

describe('the routes that older clients call at the root', () => {
  let world: V1World
  const call = (route: string, body?: unknown) => world.call(route, body, { root: true })
  beforeAll(async () => {
    world = await startV1World()
  })
  afterAll(() => world.stop())

  it('make one on the server of the default instance', async () => {
    await world.link('shop')
    const webhook = 'http://omni.shop.test:8882/webhook/evolution/branch'
    const made = await call('POST /instances/create', { instanceName: 'branch', webhook, qrcode: true })
    expect(made).toMatchObject({
      status: 201,
      body: {
        name: 'branch',
        evolution_url: world.evolution.url,
        has_evolution_key: true,
        is_default: false,
        instance: { instanceName: 'branch', status: expect.any(String) },
        qrcode: { base64: expect.stringMatching(/^data:image\/png;base64,/) },
        error: null,
      },
    })
    // Where that server reaches this Omni.
    expect(world.evolution.instance('branch').webhook?.url).toBe(webhook)
    expect((await world.call('GET /instances/branch')).body.webhook_url).toBe(webhook)
    expect((await call('POST /instances/create', { instanceName: 'lost', webhook: 'over there' })).status).toBe(422)
    const asEvolution = { instanceName: 'object', webhook: { url: `${webhook}-2` }, qrcode: 'false' }
    expect((await call('POST /instances/create', asEvolution)).body.webhook_url).toBe(`${webhook}-2`)
    expect((await call('POST /instances/create', { instanceName: 'quiet', qrcode: false })).body.qrcode).toBeNull()
    expect((await call('POST /instances/create', { instanceName: 'branch' })).status).toBe(400)
    expect((await call('POST /instances/create', { instanceName: 'string' })).status).toBe(400)
    expect((await call('POST /instances/create', { instanceName: 'not a name' })).status).toBe(422)
    expect((await call('POST /instances/create', {})).body.detail[0].loc).toEqual(['body', 'instanceName'])
  })

  it('find an instance by its name or its number', async () => {
    const { body } = await world.call('GET /instances/branch')
    for (const id of ['branch', body.id]) {
      expect((await call(`GET /instances/${id}`)).body).toEqual(body)
      expect((await call(`GET /instances/qr/${id}`)).body).toMatchObject({ instance_name: 'branch', status: 'success' })
    }
    expect((await call('GET /instances/nobody')).status).toBe(404)
    expect((await call('GET /instances/999999')).status).toBe(404)
    expect(await call('GET /instances/qr/nobody')).toMatchObject({ status: 404, body: { status: 'not_found', detail: expect.any(String) } })
    expect((await call(`DELETE /instances/${body.id}`)).body).toEqual({ message: 'Instance "branch" deleted.' })
    expect((await call('GET /instances/branch')).status).toBe(404)
  })

  it('list the tenants with what older clients look for', async () => {
    const listed = (await world.call('GET /instances')).body
    const tenants = (await call('GET /tenants')).body
    expect(tenants).toMatchObject(listed)
    expect(tenants[0]).toMatchObject({ name: 'shop', active: true, evolution_instance: 'shop', config: listed[0] })
  })

  it('list, make, show, change and remove instances, with a key', async () => {
    for (const route of ['GET /instances', 'POST /instances', 'GET /instances/shop', 'PUT /instances/shop', 'DELETE /instances/shop'])
      expect((await world.call(route, undefined, { root: true, key: null })).status, route).toBe(401)
    const made = await call('POST /instances', { name: 'rooted', channel_type: 'simulator' })
    expect(made.status).toBe(201)
    expect((await call('GET /instances')).body).toEqual((await world.call('GET /instances')).body)
    expect((await call('PUT /instances/rooted', { session_id_prefix: 'r-' })).body).toMatchObject({ session_id_prefix: 'r-' })
    expect((await call(`PATCH /instances/${made.body.id}`, { session_id_prefix: null })).body.session_id_prefix).toBeNull()
    expect((await call('DELETE /instances/rooted')).body).toEqual({ message: 'Instance "rooted" deleted.' })
  })
})
