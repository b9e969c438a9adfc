import { expect, test } from 'vitest'
import type { TunnelProof } from '../../../src-shared/contract/tunnel.ts'
import { tunnelMood } from './tunnel-mood.ts'

const proof = (result: TunnelProof['result']): TunnelProof => ({ result, message: '', at: '2026-01-01T00:00:00.000Z' })

test('is well only when calls are known to arrive', () => {
  expect(tunnelMood({ state: 'up', proof: proof('ok') })).toEqual({ dot: 'connected', words: 'up' })
  expect(tunnelMood({ state: 'up', proof: proof('not_from_here') })).toEqual({ dot: 'pairing', words: 'unchecked' })
  expect(tunnelMood({ state: 'up', proof: proof('only_here') })).toEqual({ dot: 'pairing', words: 'onlyHere' })
})

test('says that calls do not arrive as soon as that is known', () => {
  expect(tunnelMood({ state: 'proving', proof: null }).words).toBe('proving')
  expect(tunnelMood({ state: 'proving', proof: proof('somebody_else') })).toEqual({ dot: 'pairing', words: 'unproven' })
  expect(tunnelMood({ state: 'proving', proof: proof('failed') }).words).toBe('unproven')
})

test('is calm while it is off, and red only where it needs a person', () => {
  expect(tunnelMood({ state: 'off', proof: null }).dot).toBe('disconnected')
  expect(tunnelMood({ state: 'retrying', proof: null }).dot).toBe('pairing')
  expect(tunnelMood({ state: 'failed', proof: null }).dot).toBe('error')
})
