/** A key of one client reaches nothing of another: neither by acting, nor by reading, nor by what errors tell. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startV1World, type V1World } from '../../support/omni-v1.ts'

let world: V1World
let mine: string
let reading: string
beforeAll(async () => {
  world = await startV1World()
  await world.link('shop')
  await world.link('clinic')
  mine = await world.key('admin', ['shop'])
  reading = await world.key('read', ['shop'])
})
afterAll(() => world.stop())

const call = (route: string, body?: unknown, key = mine) => world.call(route, body, { key })
const received = () => world.evolution.received.length

it('reads the state and the code of its account, and changes nothing by it', async () => {
  await world.create('fresh')
  const key = await world.key('read', ['fresh'])
  await world.call('POST /instances/fresh/disconnect')
  await expect.poll(async () => (await world.call('GET /instances/fresh/status')).body.status).toBe('disconnected')
  const before = received()
  for (const route of ['GET /instances/fresh/qr', 'GET /instances/fresh/status', 'GET /instances/fresh'])
    expect((await call(route, undefined, key)).status).toBe(200)
  expect((await world.call('GET /instances/qr/fresh', undefined, { root: true, key })).body).toMatchObject({
    status: 'unavailable',
    qr_code: null,
  })
  expect(received()).toBe(before)
  const code = await world.call('GET /instances/fresh/qr')
  expect(code.body.connection_type).toBe('whatsapp')
  expect(received()).toBeGreaterThan(before)
  expect((await call('POST /instances/fresh/connect', undefined, key)).status).toBe(403)
})

it('neither takes the default role nor leaves it to another', async () => {
  expect((await call('PATCH /instances/shop', { message_debounce_ms: 0 })).status).toBe(200)
  await world.call('POST /instances/clinic/set-default')
  for (const [route, body] of [
    ['POST /instances/shop/set-default', undefined],
    ['PATCH /instances/shop', { is_default: true }],
    ['PUT /instances/shop', { is_default: 'True' }],
  ] as const)
    expect((await call(route, body)).status, route).toBe(403)
  const clinics = await world.key('admin', ['clinic'])
  expect((await call('DELETE /instances/clinic', undefined, clinics)).status).toBe(403)
  expect((await world.call('GET /instances/clinic')).body.is_default).toBe(true)
})

it('chooses no other account on a server whose key the owner saved', async () => {
  for (const whatsapp_instance of ['clinic', 'CLINIC', 'somebody']) {
    const refused = await call('PATCH /instances/shop', { whatsapp_instance })
    expect([refused.status, JSON.stringify(refused.body).includes('belongs')], whatsapp_instance).toEqual([403, false])
  }
  expect((await call('PATCH /instances/shop', { whatsapp_instance: 'shop' })).status).toBe(200)
  const own = await call('PATCH /instances/shop', { whatsapp_instance: 'clinic', evolution_key: world.evolution.apiKey })
  expect([own.status, JSON.stringify(own.body).includes('clinic')]).toEqual([409, false])
})

it('learns no name of another instance from what is refused', async () => {
  const { id } = (await world.call('GET /instances/clinic')).body
  const answers = [
    await call('GET /instances/clinic'),
    await call('GET /instances/nobody'),
    await call('GET /instances/clinic/status'),
    await call('POST /instance/clinic/send-text', { phone_number: '15552223333', text: 'Hi' }),
    await call('GET /traces?instance_name=clinic'),
    await call('POST /messages/send', { to: '15552223333', text: 'Hi' }),
    await world.call(`GET /instances/${id}`, undefined, { root: true, key: mine }),
    await world.call('GET /instances/nobody', undefined, { root: true, key: mine }),
  ]
  for (const { status, body } of answers) expect([status, JSON.stringify(body).includes('clinic')]).toEqual([403, false])
  expect(answers[0]?.body).toEqual(answers[1]?.body)
  expect(JSON.stringify((await call('GET /instances')).body)).not.toContain('clinic')
  expect(JSON.stringify((await call('GET /traces')).body)).not.toContain('clinic')
  expect((await call('GET /instances', undefined, reading)).body.map(({ name }: { name: string }) => name)).toEqual(['shop'])
})
