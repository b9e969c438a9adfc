/** Twenty people at once, and a line that breaks in every way: nobody is lost, and nobody is answered twice. */
import { afterEach, expect, it, vi } from 'vitest'
import { completed } from '../../../src-main/hub/agents/completed.ts'
import { registryOf } from '../../../src-main/hub/agents/registry.ts'
import { startTestHub, type TestHub } from '../../support/hub.ts'
import { playedAgent } from '../../support/played-agent.ts'
import { type FakeSlack, startSlackServer } from '../../support/slack-server.ts'
import { connectSlackShop, useSlack } from '../../support/slack-shop.ts'
import { slackStorm } from '../../support/slack-storm.ts'

let omni: TestHub
let slack: FakeSlack

afterEach(async () => {
  await omni.stop()
  await slack.stop()
  vi.unstubAllEnvs()
})

it('loses nobody and answers nobody twice: a cut, a recycled, a refused and a silent line, events dropped, doubled and turned round', async () => {
  slack = await startSlackServer({ times: { ackMs: 400, retriesMs: [0, 100, 200] } })
  useSlack(slack)
  omni = await startTestHub()
  // How patiently it is asked is another test.
  for (const method of Object.keys(slack.tiers)) slack.tiers[method] = 10_000
  expect(await slackStorm(omni, slack, 5)).toEqual({ unanswered: [], answeredTwice: [] })
  expect(slack.deliveries.sockets.size).toBe(1)
}, 120_000)

it('writes twenty answers at once within what Slack allows, each with its last text', async () => {
  const [second, third] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const sofia = playedAgent('Sofia', async function* ({ text }) {
    yield { type: 'started' }
    yield { type: 'delta', text: `${text} gets a first sentence. ` }
    await second.promise
    yield { type: 'delta', text: `${text} gets a second sentence. ` }
    await third.promise
    yield { type: 'delta', text: 'The end.' }
    yield completed({})
  })
  slack = await startSlackServer()
  useSlack(slack)
  omni = await startTestHub({ agents: registryOf([sofia]) })
  slack.tiers['users.info'] = 10_000
  const people = Array.from({ length: 20 }, (_, n) => n)
  for (const n of people) {
    slack.workspace.addUser(`U0P${n}`, `p${n}`, `Person ${n}`)
    slack.workspace.addDirect(`D0P${n}`, `U0P${n}`)
  }
  await connectSlackShop(omni.panel)
  for (const n of people) slack.write(`D0P${n}`, `U0P${n}`, `No. ${n}`)
  const that = (ends: string) =>
    people.filter((n) => slack.workspace.messages.some(({ channel, text }) => channel === `D0P${n}` && text.endsWith(ends)))
  await expect.poll(() => that('first sentence.'), { timeout: 60_000 }).toEqual(people)
  second.resolve()
  await expect.poll(() => that('second sentence.').length, { timeout: 60_000 }).toBeGreaterThan(10)
  third.resolve()
  await expect.poll(() => that('The end.'), { timeout: 60_000 }).toEqual(people)
  expect(slack.calls.filter(({ answer }) => answer === 'ratelimited')).toEqual([])
}, 90_000)
