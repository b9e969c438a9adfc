/** A server that an account has left knows the secret of its webhook: it opens nothing any more. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import { startV1World, type V1World } from '../../support/omni-v1.ts'

const HEADER = 'x-omni-webhook-secret'

let world: V1World
let next: FakeEvolution
beforeAll(async () => {
  world = await startV1World({ env: { OMNI_LOG_LEVEL: 'fatal' } })
  next = await startEvolutionServer()
  await world.link('shop')
})
afterAll(async () => {
  await world.stop()
  await next.stop()
})

const secretAt = (server: FakeEvolution, name = 'shop'): string => server.instance(name).webhook?.headers[HEADER] ?? ''

async function call(secret: string): Promise<number> {
  const response = await fetch(`${world.omni.url}/webhook/evolution/shop`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [HEADER]: secret },
    body: JSON.stringify({ event: 'contacts.update', instance: 'shop', data: [] }),
  })
  return response.status
}

it('stays while the account stays where it is', async () => {
  const secret = secretAt(world.evolution)
  expect([secret.length > 20, await call(secret)]).toEqual([true, 200])
  const changes = { evolution_url: `${world.evolution.url}/manager/`, evolution_key: world.evolution.apiKey, webhook_base64: true }
  expect((await world.call('PATCH /instances/shop', changes)).status).toBe(200)
  expect(await call(secret)).toBe(200)
})

it('is another one as soon as the server is, and is told to that one', async () => {
  const old = secretAt(world.evolution)
  next.addInstance('shop', { account: '15550001111', state: 'open' })
  expect((await world.call('PATCH /instances/shop', { evolution_url: next.url, evolution_key: next.apiKey })).status).toBe(200)
  expect(await call(old)).toBe(401)
  await expect.poll(() => secretAt(next)).not.toBe('')
  expect([secretAt(next) === old, await call(secretAt(next))]).toEqual([false, 200])
})

it('is another one for another account of the same server', async () => {
  const old = secretAt(next)
  expect(await call(old)).toBe(200)
  next.addInstance('second', { account: '15550002222', state: 'open' })
  expect((await world.call('PATCH /instances/shop', { whatsapp_instance: 'second' })).status).toBe(200)
  expect(await call(old)).toBe(401)
  await expect.poll(() => secretAt(next, 'second')).not.toBe('')
  expect(secretAt(next, 'second')).not.toBe(old)
})
