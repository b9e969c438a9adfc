import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startV1World, type V1World } from '../../support/omni-v1.ts'

describe('the routes that older clients call at the root', () => {
  let world: V1World
  const call = (route: string, body?: unknown) => world.call(route, body, { root: true })
  beforeAll(async () => {
    world = await startV1World()
  })
  afterAll(() => world.stop())

  it('cannot make an instance before a server is known', async () => {
    expect(await call('POST /instances/create', { instanceName: 'first' })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('No Evolution server') },
    })
  })

  it('make one on the server of the default instance', async () => {
    await world.link('shop')
    const made = await call('POST /instances/create', { instanceName: 'branch', webhook: 'http://ignored.test', qrcode: true })
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
    expect(world.evolution.instances.has('branch')).toBe(true)
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

  it('list the tenants', async () => {
    expect((await call('GET /tenants')).body).toEqual((await world.call('GET /instances')).body)
  })
})
