import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Json, startV1World, type V1World } from '../../support/omni-v1.ts'

describe('access rules over REST', () => {
  let world: V1World
  let call: V1World['call']
  beforeAll(async () => {
    world = await startV1World()
    call = world.call
    await world.link('shop')
    await world.create('strict', { access_mode: 'allowlist' })
    await world.create('quiet')
  })
  afterAll(() => world.stop())

  const rule = async (phone_number: string, rule_type: 'allow' | 'block', instance_name?: string | null, reason?: string) =>
    call('POST /access/rules', { phone_number, rule_type, instance_name, reason })
  const check = async (phone_number: string, instance_name = 'shop') =>
    (await call('POST /access/check', { phone_number, instance_name })).body

  it('makes rules, global and of an instance, lists and removes them', async () => {
    const global = await rule('+49*', 'block', null, 'spam')
    expect(global.status).toBe(201)
    expect(global.body).toEqual({
      id: expect.any(Number),
      phone_number: '+49*',
      rule_type: 'block',
      instance_name: null,
      reason: 'spam',
      created_at: expect.any(String),
      updated_at: expect.any(String),
    })
    const own = await rule('4915*', 'allow', 'quiet')
    const list = async (query = '') => (await call(`GET /access/rules${query}`)).body.map((one: Json) => one.id)
    expect(await list()).toEqual([global.body.id, own.body.id])
    expect(await list('?instance_name=shop')).toEqual([global.body.id])
    expect(await list('?rule_type=allow')).toEqual([own.body.id])
    for (const { body } of [global, own]) {
      const removed = await call(`DELETE /access/rules/${body.id}`)
      expect([removed.status, removed.body]).toEqual([204, ''])
      expect((await call(`DELETE /access/rules/${body.id}`)).status).toBe(404)
    }
    expect(await list()).toEqual([])
  })

  it('refuses a rule that is there already, however its number is written', async () => {
    const { body } = await rule('+55 (11) 99999-0000', 'block', 'shop')
    for (const phone of ['+55 (11) 99999-0000', '5511999990000', '5511999990000@s.whatsapp.net'])
      expect(await rule(phone, 'block', 'shop'), phone).toMatchObject({ status: 400, body: { detail: expect.stringContaining('already') } })
    // Another type, another instance: another rule.
    const others = [
      await rule('5511999990000', 'allow', 'shop'),
      await rule('5511999990000', 'block'),
      await rule('5511999990000', 'block', 'quiet'),
    ]
    for (const other of others) expect(other.status).toBe(201)
    for (const one of [body, ...others.map((other) => other.body)]) await call(`DELETE /access/rules/${one.id}`)
  })

  it('refuses what is no rule', async () => {
    expect((await rule('', 'block')).status).toBe(422)
    expect((await rule('+', 'block')).status).toBe(400)
    expect((await call('POST /access/rules', { phone_number: '1', rule_type: 'ban' })).status).toBe(422)
    expect((await rule('1', 'block', 'nobody')).status).toBe(404)
    expect((await call('POST /access/check', { phone_number: '1', instance_name: 'nobody' })).status).toBe(404)
    expect((await call('POST /access/check', { phone_number: '1' })).status).toBe(422)
  })

  it('decides by the longest match, instance before global, block on a tie', async () => {
    expect(await check('+15551110001')).toEqual({ allowed: true, rule: null, reason: expect.any(String) })
    expect(await check('1', 'strict')).toMatchObject({ allowed: false, rule: null })
    const made = [
      await rule('*', 'block'),
      await rule('1555*', 'allow'),
      await rule('15551*', 'block', null, 'trouble'),
      await rule('15551*', 'allow', 'shop'),
      await rule('U02ABC', 'block', 'shop'),
    ].map(({ body }) => body)
    expect(await check('4911')).toMatchObject({ allowed: false, rule: { id: made[0].id, phone_number: '*' } })
    expect(await check('+1 555 9')).toMatchObject({ allowed: true, rule: { id: made[1].id } })
    expect(await check('15551', 'quiet')).toMatchObject({
      allowed: false,
      rule: { id: made[2].id },
      reason: expect.stringContaining('trouble'),
    })
    expect(await check('15551110001@s.whatsapp.net')).toMatchObject({ allowed: true, rule: { id: made[3].id } })
    expect(await check('u02abc')).toMatchObject({ allowed: false, rule: { id: made[4].id } })
    const tie = (await rule('15551*', 'block', 'shop')).body
    expect(await check('15551110001')).toMatchObject({ allowed: false, rule: { id: tie.id } })
    for (const { id } of [...made, tie]) await call(`DELETE /access/rules/${id}`)
    expect((await check('4911')).allowed).toBe(true)
  })

  it('shuts out everyone else once an instance allows somebody', async () => {
    const { body } = await rule('15551110001', 'allow', 'quiet')
    expect((await check('15551110001', 'quiet')).allowed).toBe(true)
    expect(await check('15551110002', 'quiet')).toMatchObject({ allowed: false, rule: null })
    expect((await check('15551110002', 'shop')).allowed).toBe(true)
    await call(`DELETE /access/rules/${body.id}`)
  })

  it('keeps the rules of an instance beside it too', async () => {
    const at = '/instances/quiet/access-control'
    const made = await call(`POST ${at}`, { action: 'block', phone_number: '+4930', type: 'user', reason: 'no' })
    expect(made).toMatchObject({
      status: 201,
      body: { success: true, phone_number: '+4930', rule_type: 'block', instance_name: 'quiet', reason: 'no' },
    })
    expect((await call(`POST ${at}`, { action: 'block', phone_number: '4930', type: 'user' })).status).toBe(400)
    await call(`POST ${at}`, { action: 'allow', phone_number: '4931' })
    await call(`POST ${at}`, { action: 'allow', phone_number: '4932' })
    await call(`POST ${at}`, { action: 'allow', phone_number: '4933' })
    await rule('4934', 'block')
    const numbers = async () => (await call(`GET ${at}`)).body.rules.map((one: Json) => one.phone_number)
    expect((await call(`GET ${at}`)).body).toMatchObject({ instance_name: 'quiet', access_mode: 'open' })
    expect(await numbers()).toEqual(['+4930', '4931', '4932', '4933'])
    // By query or by body, in any notation, and never more than was named.
    expect((await call(`DELETE ${at}?phone_number=4930`)).body.success).toBe(true)
    expect((await call(`DELETE ${at}`, { phone_number: '+4931' })).body.success).toBe(true)
    expect(await numbers()).toEqual(['4932', '4933'])
    const id = (await call(`GET ${at}`)).body.rules[0].id
    await call(`DELETE ${at}?rule_id=${id}`)
    expect(await numbers()).toEqual(['4933'])
    expect((await call(`DELETE ${at}?phone_number=1`)).status).toBe(404)
    expect((await call(`DELETE ${at}`)).body).toMatchObject({ success: true, message: '1 rule(s) removed.' })
    expect(await numbers()).toEqual([])
    expect((await call('GET /access/rules')).body.map((one: Json) => one.phone_number)).toEqual(['4934'])
    for (const method of ['GET', 'DELETE']) expect((await call(`${method} /instances/nobody/access-control`)).status).toBe(404)
    expect((await call('POST /instances/nobody/access-control', { action: 'block', phone_number: '1' })).status).toBe(404)
    expect((await call(`POST ${at}`, { action: 'ban', phone_number: '1' })).status).toBe(422)
  })

  it('holds for the next message, in silence', async () => {
    const { body } = await rule('15557770001', 'block', 'shop')
    const before = world.evolution.sent.length
    const { hooks } = await world.evolution.deliverInbound('shop', { from: '15557770001', addressing: 'lid', text: 'Hi' })
    expect(JSON.parse(hooks[0]?.answer ?? '')).toMatchObject({ status: 'blocked', instance: 'shop', trace_id: expect.any(String) })
    await call(`DELETE /access/rules/${body.id}`)
    await world.converse('shop', { from: '15557770001', text: 'Now?' })
    expect(world.evolution.sent.slice(before).map(({ text }) => text)).toEqual([expect.stringContaining('Now?')])
  })
})
