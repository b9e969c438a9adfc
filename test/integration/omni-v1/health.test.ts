import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startV1World, type V1World } from '../../support/omni-v1.ts'
import { rawRequest } from '../../support/raw-http.ts'

describe('health and metrics', () => {
  let world: V1World
  beforeAll(async () => {
    world = await startV1World()
  })
  afterAll(() => world.stop())

  it('need no key, at the root and under /api/v1, and tell how everything is', async () => {
    await world.link('shop')
    for (const root of [true, false]) {
      const { status, body } = await world.call('GET /health', undefined, { root, key: null })
      expect(status).toBe(200)
      expect(body).toEqual({
        status: 'healthy',
        timestamp: expect.any(String),
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        checks: {
          database: 'ok',
          channels: { shop: 'connected' },
          agents: { shop: { kind: 'automagik', status: 'unknown' } },
          queue: { depth: 0, oldest_ms: 0, recovering: 0 },
          tunnel: expect.any(String),
        },
        services: { api: { status: 'up' }, database: { status: 'up' }, evolution: { status: 'up' } },
      })
      const metrics = await world.call('GET /metrics', undefined, { root, key: null })
      expect(metrics.headers.get('content-type')).toContain('text/plain')
      expect(metrics.body).toContain('omni_queue_depth 0')
      expect(metrics.body).toContain('omni_instance_connected{instance="shop",channel="whatsapp"} 1')
      expect(metrics.body).toContain('process_resident_memory_bytes')
    }
  })

  it('say degraded while an account is not connected', async () => {
    await world.create('unlinked')
    expect((await world.call('GET /health', undefined, { root: true })).body).toMatchObject({
      status: 'degraded',
      checks: { channels: { shop: 'connected', unlinked: 'pairing' } },
    })
    await world.call('PATCH /instances/unlinked', { is_active: false })
    expect((await world.call('GET /health', undefined, { root: true })).body).toMatchObject({ status: 'healthy' })
  })

  it('say which agent does not answer, and that the rest does', async () => {
    const before = world.call('GET /health', undefined, { root: true })
    expect((await before).body.checks.agents.shop.status).toBe('unknown')
    await world.converse('shop')
    expect((await world.call('GET /health', undefined, { root: true })).body).toMatchObject({
      status: 'healthy',
      checks: { agents: { shop: { status: 'up' } } },
    })
    world.agent.script({ kind: 'status', status: 500 }, { kind: 'status', status: 500 }, { kind: 'status', status: 500 })
    await world.converse('shop')
    const failing = await world.call('GET /health', undefined, { root: true })
    expect(failing.status).toBe(200)
    expect(failing.body).toMatchObject({ status: 'degraded', checks: { agents: { shop: { status: 'failing' } } } })
  })

  it('gives no metrics through a proxy, which comes from this machine too', async () => {
    const through = (headers: Record<string, string>) => rawRequest(`${world.omni.url}/metrics`, { headers })
    expect((await through({})).status).toBe(200)
    for (const key of ['', 'sk-omni-test-key'])
      expect((await through({ 'x-forwarded-for': '203.0.113.7', 'x-api-key': key })).status).toBe(403)
  })
})
