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

it('chooses for comparing questions no agent that was made for another, or for all', async () => {
  const shared = await world.omni.panel.agents.create({
    name: 'Shared',
    kind: 'openai',
    settings: { url: world.agent.url, model: 'm' },
  })
  const made = async (name: string) => (await world.omni.panel.instances.get({ name })).agent.profileId
  const choose = (profile_id: string | null) => call('PATCH /instances/shop', { answer_cache: { similar: { profile_id, model: 'm' } } })
  expect((await choose(await made('shop'))).status).toBe(200)
  const answers = [await choose(shared.id), await choose(await made('clinic')), await choose('house'), await choose('nothing')]
  for (const { status, body } of answers) expect([status, body]).toEqual([403, answers[0]?.body])
  // What the owner chose there may stay, and go.
  await world.call('PATCH /instances/shop', { answer_cache: { similar: { profile_id: shared.id } } })
  expect((await choose(shared.id)).status).toBe(200)
  expect((await choose(null)).status).toBe(200)
})

it('reads its own rules and not those for all instances, nor the reasons of those', async () => {
  const rule = (fields: object, key?: string) =>
    world.call('POST /access/rules', { rule_type: 'block', ...fields }, key === undefined ? {} : { key })
  const global = await rule({ phone_number: '4912345', reason: 'the owner’s brother' })
  await rule({ phone_number: '49777', instance_name: 'shop', reason: 'rude' }, mine)
  const { body: rules } = await call('GET /access/rules')
  expect(rules.map(({ reason }: { reason: string }) => reason)).toEqual(['rude'])
  expect((await call('GET /access/rules?instance_name=shop')).body).toEqual(rules)
  const check = async (phone_number: string) => (await call('POST /access/check', { phone_number, instance_name: 'shop' })).body
  expect(await check('49777')).toMatchObject({ allowed: false, rule: { reason: 'rude' }, reason: expect.stringContaining('rude') })
  expect(await check('4912345')).toEqual({ allowed: false, rule: null, reason: 'blocked by a rule for all instances' })
  expect((await call(`DELETE /access/rules/${global.body.id}`)).body).toEqual((await call('DELETE /access/rules/99999')).body)

  for (const from of ['4912345', '49777']) await world.evolution.deliverInbound('shop', { from, text: 'Hi' })
  const reasons = async (key?: string) => {
    const list = await world.call('GET /traces?instance_name=shop&status=access_denied', undefined, key === undefined ? {} : { key })
    const one = await world.call(`GET /traces/${list.body[0]?.trace_id}`, undefined, key === undefined ? {} : { key })
    return JSON.stringify([list.body, one.body])
  }
  await expect.poll(() => reasons()).toMatch(/brother.*rude|rude.*brother/)
  const seen = await reasons(mine)
  expect([seen.includes('rude'), seen.includes('brother'), seen.includes('by a rule for all instances')]).toEqual([true, false, true])
  // Its own rule of the same words, made afterwards, tells nothing of the other.
  await rule({ phone_number: '4912345', instance_name: 'shop' }, mine)
  expect(await reasons(mine)).not.toContain('brother')
})

it('does not pass to a later instance of the same name', async () => {
  await world.link('kiosk')
  await world.create('stall')
  const keys = await Promise.all([world.key('admin', ['kiosk']), world.key('read', ['kiosk', 'stall'])])
  const seen = async (key: string) => [
    (await call('GET /instances/kiosk', undefined, key)).status,
    (await call('GET /instances', undefined, key)).body.map(({ name }: { name: string }) => name),
  ]
  expect(await Promise.all(keys.map(seen))).toEqual([
    [200, ['kiosk']],
    [200, ['kiosk', 'stall']],
  ])
  await world.call('DELETE /instances/kiosk?even_if_adopted=true')
  await world.create('kiosk')
  const after = [
    [403, []],
    [403, ['stall']],
  ]
  expect(await Promise.all(keys.map(seen))).toEqual(after)
  for (const route of ['GET /messages/history', 'GET /traces', 'POST /instances/discover'])
    expect((await call(route, undefined, keys[0])).status, route).toBe(403)
  // Nor can one be made for an instance that is yet to come.
  await expect(world.key('read', ['someday'])).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
