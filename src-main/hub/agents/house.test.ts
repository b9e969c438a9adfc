import { describe, expect, it } from 'vitest'
import { gather } from '../../../test/support/agent-conformance.ts'
import { agentConfig, agentRequest } from '../../../test/support/agent-request.ts'
import { manualTimers } from '../../../test/support/manual-timers.ts'
import { createHouse } from './house.ts'

const signal = new AbortController().signal

describe('the house agent', () => {
  it('writes its answer word by word', async () => {
    const timers = manualTimers({ runsAtOnceUpTo: 100 })
    const events = await gather(createHouse({ timers }).run(agentRequest(), agentConfig(), signal))
    const deltas = events.flatMap((event) => (event.type === 'delta' ? [event.text] : []))
    expect(deltas).toEqual(['Monday', ' to', ' Friday,', ' 8', ' to', ' 18', ' h.'])
    expect(timers.delays).toEqual(Array(7).fill(25))
  })

  it('takes no longer over a long text than a customer waits', async () => {
    const timers = manualTimers({ runsAtOnceUpTo: 100 })
    const priceList = Array.from({ length: 2000 }, (_, index) => `item ${index}`).join('\n')
    const config = agentConfig({}, { house: { ...agentConfig().house, priceList } })
    const events = await gather(createHouse({ timers }).run(agentRequest({ text: 'prices?' }), config, signal))
    expect(timers.delays.reduce((sum, delay) => sum + delay, 0)).toBeLessThanOrEqual(1500)
    expect(events.flatMap((event) => (event.type === 'delta' ? [event.text] : [])).join('')).toBe(priceList)
  })

  it('sets no timer when it is told not to pause', async () => {
    const timers = manualTimers()
    await gather(createHouse({ timers, msPerWord: 0 }).run(agentRequest(), agentConfig(), signal))
    expect(timers.delays).toEqual([])
  })

  it('asks for a person when it does not know', async () => {
    const events = await gather(createHouse({ msPerWord: 0 }).run(agentRequest({ text: 'I lost my order' }), agentConfig(), signal))
    expect(events.at(-1)).toMatchObject({ type: 'completed', wantsHandover: true })
  })
})
