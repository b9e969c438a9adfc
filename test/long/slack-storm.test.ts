import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startTestHub, type TestHub } from '../support/hub.ts'
import { type FakeSlack, startSlackServer } from '../support/slack-server.ts'
import { useSlack } from '../support/slack-shop.ts'
import { slackStorm } from '../support/slack-storm.ts'

let omni: TestHub
let slack: FakeSlack

beforeEach(async () => {
  slack = await startSlackServer({ times: { ackMs: 400, retriesMs: [0, 100, 200] } })
  for (const method of Object.keys(slack.tiers)) slack.tiers[method] = 10_000
  useSlack(slack)
  omni = await startTestHub()
})
afterEach(async () => {
  await omni.stop()
  await slack.stop()
  vi.unstubAllEnvs()
})

it('loses nobody and answers nobody twice through fifty broken lines', async () => {
  expect(await slackStorm(omni, slack, 50)).toEqual({ unanswered: [], answeredTwice: [] })
  expect(slack.deliveries.sockets.size).toBe(1)
})
