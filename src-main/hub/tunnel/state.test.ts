import { expect, it } from 'vitest'
import { manualTimers } from '../../../test/support/manual-timers.ts'
import { TunnelError } from './port.ts'
import { createTunnelState } from './state.ts'
import { createTraffic } from './traffic.ts'

const paste = { instanceName: 'shop', displayName: 'Shop', channel: 'slack', field: 'Request URL', address: '' }

function setUp({ mustPaste = false } = {}) {
  const timers = manualTimers()
  const traffic = createTraffic(timers.now)
  const toPaste = (url: string) => (mustPaste ? [{ ...paste, address: url }] : [])
  const state = createTunnelState({ timers, traffic, toPaste, isOn: () => true, onChanged: () => undefined })
  const up = () => state.tell({ state: 'up', publicUrl: 'https://a.test', proof: { result: 'ok', message: 'Fine.', at: '' } })
  return { timers, traffic, state, up }
}

it('tells the owner when four fifths of a plan are used', () => {
  const { state, up } = setUp()
  up()
  state.quota({ used: 15_999, limit: 20_000, what: 'requests' })
  expect(state.status()).toMatchObject({ message: null, quota: { used: 15_999 } })
  state.quota({ used: 16_100, limit: 20_000, what: 'requests' })
  expect(state.status().message).toBe('80 % of what the plan allows is used (requests).')
})

it('says that people must enter a changed address, until a platform calls there', () => {
  const { state, up } = setUp({ mustPaste: true })
  up()
  state.moved(null, 'https://a.test')
  expect(state.status()).toMatchObject({ message: null, toPaste: [{ instanceName: 'shop' }] })
  state.moved('https://a.test', 'https://b.test')
  expect(state.status().message).toBe('The public address has changed: enter the new one at your platforms.')
  state.called()
  expect(state.status().message).toBeNull()
})

it('keeps the newest thing that went wrong after it is over', () => {
  const { state, up, timers } = setUp()
  const error = new TunnelError('lost', 'It was cut.')
  state.tell({ state: 'retrying', retryAtMs: timers.now() + 1000, error, proof: null })
  expect(state.status()).toMatchObject({ message: 'It was cut.', publicUrl: null, retryAt: '2025-01-01T00:00:01.000Z' })
  up()
  expect(state.status()).toMatchObject({ message: null, retryAt: null, lastError: { message: 'It was cut.' } })
})

it('counts the calls of a day by whether they were taken, and lists the newest of many', () => {
  const { state, traffic, timers } = setUp()
  const call = { method: 'POST', path: '/webhook/x', statusCode: 200, durationMs: 1, sizeBytes: 2 }
  for (let n = 0; n < 250; n += 1) traffic.add({ ...call, sizeBytes: n, isGenuine: n % 2 === 0 })
  expect(state.status()).toMatchObject({ callsToday: 125, refusedToday: 125, lastCallAt: '2025-01-01T00:00:00.000Z' })
  expect(traffic.calls().map(({ sizeBytes }) => sizeBytes)).toEqual(Array.from({ length: 200 }, (_, n) => 249 - n))
  timers.advance(36 * 3_600_000)
  expect(state.status()).toMatchObject({ callsToday: 0, refusedToday: 0 })
})

it('needs a person for what nobody else can do, from when it began until it is healed', () => {
  const { state, up, timers } = setUp({ mustPaste: true })
  up()
  expect(state.need()).toBeNull()
  state.quota({ used: 90, limit: 100, what: 'requests' })
  const since = '2025-01-01T00:00:00.000Z'
  timers.advance(60_000)
  state.quota({ used: 91, limit: 100, what: 'requests' })
  expect(state.need()).toEqual({ isFailure: false, message: '91 % of what the plan allows is used (requests).', since })
  // A new month.
  state.quota({ used: 1, limit: 100, what: 'requests' })
  expect(state.need()).toBeNull()
  state.moved('https://a.test', 'https://b.test')
  expect(state.need()).toMatchObject({ isFailure: false, message: 'The public address has changed: enter the new one at your platforms.' })
  state.tell({ state: 'retrying', retryAtMs: 0, error: new TunnelError('lost', 'It was cut.'), proof: null })
  state.called()
  expect(state.need()).toBeNull()
  state.tell({ state: 'failed', error: new TunnelError('credentials', 'The token is wrong.') })
  expect(state.need()).toEqual({ isFailure: true, message: 'The token is wrong.', since: '2025-01-01T00:01:00.000Z' })
  state.off()
  expect(state.need()).toBeNull()
})
