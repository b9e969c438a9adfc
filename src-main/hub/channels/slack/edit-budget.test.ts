import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Timers } from '../../runtime/timers.ts'
import { createEditBudget } from './edit-budget.ts'

function clock() {
  let nowMs = 1_000_000
  const timers: Timers = { now: () => nowMs, after: () => () => {} }
  return {
    timers,
    pass(ms: number) {
      nowMs += ms
    },
    now: () => nowMs,
  }
}

it('never makes more than fifty edits in any minute, the last texts included, however many answers are written', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.integer({ min: 100, max: 4000 }), { minLength: 20, maxLength: 200 }),
      (streams, pauses) => {
        const { timers, pass, now } = clock()
        const budget = createEditBudget(timers)
        const made: number[] = []
        const edit = (id: number) => {
          const waitMs = budget.take(String(id))
          expect(waitMs).toBe(0)
          made.push(now())
        }
        for (const pause of pauses) {
          for (let id = 0; id < streams; id += 1) if (budget.waitMs() === 0) edit(id)
          pass(pause)
        }
        for (let id = 0; id < streams; id += 1) edit(id)
        for (const at of made) expect(made.filter((other) => other >= at && other < at + 60_000).length).toBeLessThanOrEqual(50)
      },
    ),
  )
})

it('lets last texts wait where Slack would refuse them: short answers, one after the other', () => {
  const { timers, pass, now } = clock()
  const budget = createEditBudget(timers)
  const made: number[] = []
  for (let answer = 0; answer < 200; answer += 1) {
    const waitMs = budget.take(String(answer))
    if (waitMs > 0) pass(waitMs)
    if (waitMs === 0 || budget.take(String(answer)) === 0) made.push(now())
    pass(300)
  }
  expect(made).toHaveLength(200)
  for (const at of made) expect(made.filter((other) => other >= at && other < at + 60_000).length).toBeLessThanOrEqual(50)
})

it('says when there is room again', () => {
  const { timers, pass } = clock()
  const budget = createEditBudget(timers)
  for (let n = 0; n < 60; n += 1) {
    if (budget.waitMs() === 0) budget.take('one')
    pass(100)
  }
  const waitMs = budget.waitMs()
  expect(waitMs).toBeGreaterThan(50_000)
  pass(waitMs)
  expect(budget.waitMs()).toBe(0)
  budget.pause(5000)
  expect(budget.waitMs()).toBe(5000)
})
