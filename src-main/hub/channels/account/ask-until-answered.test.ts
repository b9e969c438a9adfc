import { describe, expect, it } from 'vitest'
import { type ManualTimers, manualTimers } from '../../../../test/support/manual-timers.ts'
import { askUntilAnswered } from './ask-until-answered.ts'

describe('a question to a platform that is out of reach', () => {
  const patience = (timers: ManualTimers, judged: { isTransient: boolean; retryAfterMs: number | null }) => {
    const stop = new AbortController()
    const failures: number[] = []
    return {
      stop,
      failures,
      options: {
        timers,
        random: () => 0.5,
        signal: stop.signal,
        judge: () => judged,
        onFailure: (count: number) => void failures.push(count),
      },
    }
  }

  it('is asked again, later each time, and not before the platform allows it', async () => {
    const timers = manualTimers()
    const { options, failures } = patience(timers, { isTransient: true, retryAfterMs: 1500 })
    let asked = 0
    const answer = askUntilAnswered(async () => {
      asked += 1
      if (asked < 4) throw new Error('no route')
      return 'here'
    }, options)
    for (const [pauseMs, times] of [
      [1500, 2],
      [2000, 3],
      [4000, 4],
    ] as const) {
      await expect.poll(() => failures.length).toBe(times - 1)
      timers.advance(pauseMs - 1)
      expect(asked).toBe(times - 1)
      timers.advance(1)
      await expect.poll(() => asked).toBe(times)
    }
    expect(await answer).toBe('here')
  })

  it('is not asked again where time does not mend it, nor after it was stopped', async () => {
    const timers = manualTimers()
    const refused = patience(timers, { isTransient: false, retryAfterMs: null })
    await expect(askUntilAnswered(() => Promise.reject(new Error('wrong token')), refused.options)).rejects.toThrow('wrong token')
    const stopped = patience(timers, { isTransient: true, retryAfterMs: null })
    const answer = askUntilAnswered(() => Promise.reject(new Error('no route')), stopped.options)
    await expect.poll(() => stopped.failures.length).toBe(1)
    stopped.stop.abort()
    expect(await answer).toBeNull()
  })
})
