import { expect, it } from 'vitest'
import { killLoop } from '../support/kill-loop.ts'

it('loses no acknowledged message and answers none twice through 200 kills at every stage', async () => {
  const report = await killLoop({ rounds: 200 })
  console.log(JSON.stringify(report))
  expect(report.lost).toEqual([])
  expect(report.answeredTwice).toEqual([])
})
