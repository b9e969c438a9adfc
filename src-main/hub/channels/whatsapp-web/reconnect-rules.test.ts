import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide, type Ending, MAX_DELAY_MS } from './reconnect-rules.ts'

const half = () => 0.5
const ending = (patch: Partial<Ending>): Ending => ({
  code: 428,
  isNetwork: false,
  isLinked: true,
  isCodeUsedUp: false,
  failures: 1,
  ...patch,
})

test('WhatsApp asks for a restart: at once', () => {
  expect(decide(ending({ code: 515 }), half)).toEqual({ act: 'reconnect', delayMs: 0 })
})

test('a drop is answered by waiting longer each time', () => {
  const delays = [1, 2, 3, 4, 20].map((failures) => decide(ending({ code: 503, failures }), half))
  expect(delays.map((verdict) => (verdict.act === 'reconnect' ? verdict.delayMs : null))).toEqual([1000, 2000, 4000, 8000, MAX_DELAY_MS])
})

test('what a person has to solve stops, and only an ended link is forgotten', () => {
  const reasons = [401, 403, 411, 440, 402, 406].map((code) => decide(ending({ code }), half))
  expect(reasons).toEqual([
    { act: 'stop', reason: 'unlinked', forgetsLink: true },
    { act: 'stop', reason: 'blocked', forgetsLink: true },
    { act: 'stop', reason: 'broken', forgetsLink: true },
    { act: 'stop', reason: 'replaced', forgetsLink: false },
    { act: 'stop', reason: 'refused', forgetsLink: false },
    { act: 'stop', reason: 'refused', forgetsLink: false },
  ])
})

test('a bad session is tried a few times and then needs a new link; the same code of a proxy is just a drop', () => {
  expect(decide(ending({ code: 500, failures: 3 }), half).act).toBe('reconnect')
  expect(decide(ending({ code: 500, failures: 4 }), half)).toEqual({ act: 'stop', reason: 'broken', forgetsLink: false })
  expect(decide(ending({ code: 500, failures: 40, isNetwork: true }), half).act).toBe('reconnect')
  expect(decide(ending({ code: 401, isNetwork: true }), half).act).toBe('reconnect')
})

test('codes that nobody scanned, or a pairing that does not come about, end it without a loop', () => {
  expect(decide(ending({ code: 408, isLinked: false, isCodeUsedUp: true }), half)).toMatchObject({ act: 'stop', reason: 'code_used_up' })
  expect(decide(ending({ code: 428, isLinked: false, failures: 2 }), half).act).toBe('reconnect')
  expect(decide(ending({ code: 428, isLinked: false, failures: 6 }), half)).toMatchObject({ act: 'stop', reason: 'code_used_up' })
})

test('no sequence of endings makes more than 25 connections in an hour', () => {
  const code = fc.oneof(fc.constantFrom(401, 402, 403, 406, 408, 411, 428, 440, 500, 503, 515), fc.integer({ min: 100, max: 999 }))
  const random = fc.double({ min: 0, max: 0.999, noNaN: true })
  fc.assert(
    fc.property(fc.array(fc.tuple(code, fc.boolean(), random), { minLength: 200, maxLength: 200 }), (endings) => {
      let elapsedMs = 0
      let connections = 0
      for (const [index, [code, isNetwork, random]] of endings.entries()) {
        connections += 1
        const verdict = decide(ending({ code, isNetwork, failures: index + 1 }), () => random)
        if (verdict.act === 'stop') return true
        expect(verdict.delayMs).toBeLessThanOrEqual(MAX_DELAY_MS * 1.25)
        elapsedMs += verdict.delayMs
        if (elapsedMs > 3_600_000) break
      }
      return connections <= 25
    }),
  )
})
