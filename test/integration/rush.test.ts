import { afterAll, beforeAll, expect, it } from 'vitest'
import { startV1World, type V1World } from '../support/omni-v1.ts'

const CUSTOMERS = 40
const EACH = 6

let world: V1World
beforeAll(async () => {
  world = await startV1World()
  await world.link('shop')
})
afterAll(() => world.stop())

it('journals what comes in a rush, and answers each message once and in its order behind the acknowledgement', async () => {
  const traces = await Promise.all(
    Array.from({ length: CUSTOMERS }, async (_, customer) => {
      const ids: string[] = []
      for (let n = 0; n < EACH; n += 1) {
        const { hooks } = await world.evolution.deliverInbound('shop', {
          from: `1555${3_000_000 + customer}`,
          text: `c${customer}-n${n}-end`,
        })
        ids.push(JSON.parse(hooks[0]?.answer ?? '{}').trace_id)
      }
      return ids
    }),
  )
  await world.evolution.whenReceived('sendText', CUSTOMERS * EACH)
  const sent = world.evolution.sent.map(({ text }) => /c\d+-n\d+-end/.exec(text)?.[0])
  for (let customer = 0; customer < CUSTOMERS; customer += 1) {
    const own = sent.filter((text) => text?.startsWith(`c${customer}-`))
    expect(own).toEqual(Array.from({ length: EACH }, (_, n) => `c${customer}-n${n}-end`))
  }
  const steps = await Promise.all(
    traces.flat().map(async (id) => {
      const { trace } = await world.omni.panel.traces.get({ id })
      return trace.steps.find(({ stage }) => stage === 'receive')?.detail ?? ''
    }),
  )
  expect(steps.filter((detail) => detail.includes('taken in')).length).toBeGreaterThan(0)
})
