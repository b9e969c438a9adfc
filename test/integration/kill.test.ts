import { expect, it } from 'vitest'
import { killLoop } from '../support/kill-loop.ts'

it('loses no acknowledged message and answers none twice through 10 kills at every stage', { timeout: 300_000 }, async () => {
  const report = await killLoop({ rounds: 10 })
  console.log(JSON.stringify(report))
  expect(report.lost).toEqual([])
  expect(report.answeredTwice).toEqual([])
  expect(report.acknowledged).toBeGreaterThan(250)
  expect(report.withJournal).toBeGreaterThan(0)
  expect(report.journalLeft).toEqual([])
  // What a person must decide about is the exception: at most what was at the platform when it died.
  expect(report.unknown).toBeLessThan(report.acknowledged / 5)
  expect(Object.keys(report.killedAt).sort()).toEqual(['agent', 'random', 'send', 'webhook'])
})
