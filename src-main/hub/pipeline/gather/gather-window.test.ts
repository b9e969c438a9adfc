import { describe, expect, it } from 'vitest'
import { gatherWait } from './gather-window.ts'

const window = { gatherWindowMs: 1000, gatherWindowMaxMs: 10_000 }

describe('gathering a burst', () => {
  it('does not wait when it is off', () => expect(gatherWait({ gatherWindowMs: 0, gatherWindowMaxMs: 10_000 }, 0, 0, 0)).toBe(0))
  it('waits for the window after the newest message', () => expect(gatherWait(window, 0, 500, 700)).toBe(800))
  it('answers once the window has passed in silence', () => expect(gatherWait(window, 0, 500, 1500)).toBe(0))
  it('waits no longer than the cap, however much the customer writes', () => expect(gatherWait(window, 0, 9900, 9950)).toBe(50))
  it('does not wait for a burst that is older than the cap', () => expect(gatherWait(window, 0, 60_000, 60_001)).toBe(0))
  it('lets the window win over a cap that is shorter', () =>
    expect(gatherWait({ gatherWindowMs: 1000, gatherWindowMaxMs: 100 }, 0, 0, 0)).toBe(1000))
})
