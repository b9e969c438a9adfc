/** A line that breaks in every way while people write: nobody is lost, and nobody is answered twice. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startTestHub, type TestHub } from '../../support/hub.ts'
import { type FakeSlack, startSlackServer } from '../../support/slack-server.ts'
import { connectionOf, connectSlackShop, said, useSlack } from '../../support/slack-shop.ts'

let omni: TestHub
let slack: FakeSlack

beforeEach(async () => {
  slack = await startSlackServer({ times: { ackMs: 400, retriesMs: [0, 100, 200] } })
  // How patiently it is asked is another test.
  for (const method of Object.keys(slack.tiers)) slack.tiers[method] = 10_000
  useSlack(slack)
  omni = await startTestHub()
})
afterEach(async () => {
  await omni.stop()
  await slack.stop()
  vi.unstubAllEnvs()
})

const PEOPLE = 50
const isUp = () => expect.poll(async () => said(await connectionOf(omni.panel)), { timeout: 40_000 }).toMatch(/^connected/)
const answersTo = (n: number) =>
  slack.workspace.messages.filter(({ channel, bot_id }) => channel === `D0P${n}` && bot_id !== undefined).length

it('loses none of fifty people and answers none twice: cut, recycled, silent and refused lines, events dropped, doubled and turned round', async () => {
  for (let n = 0; n < PEOPLE; n += 1) {
    slack.workspace.addUser(`U0P${n}`, `p${n}`, `Person ${n}`)
    slack.workspace.addDirect(`D0P${n}`, `U0P${n}`)
  }
  await connectSlackShop(omni.panel)
  const { deliveries } = slack
  const write = (n: number, tells = true) => slack.write(`D0P${n}`, `U0P${n}`, 'Hello', { tells })
  const breaks = [
    (n: number) => {
      deliveries.cut()
      for (let k = 0; k < 5; k += 1) write(n + k)
    },
    (n: number) => {
      for (let k = 0; k < 5; k += 1) write(n + k)
      deliveries.recycle()
    },
    (n: number) => {
      // Slack forgets to tell of them at all, and is away for a while.
      slack.fail('apps.connections.open', { status: 503 }, { retryAfter: 1 })
      deliveries.cut()
      for (let k = 0; k < 5; k += 1) write(n + k, false)
    },
    (n: number) => {
      // Doubled, with other ids, the last first.
      const messages = [0, 1, 2, 3, 4].map((k) => write(n + k, false))
      for (const message of [...messages].reverse()) slack.tell(message)
      deliveries.cut()
      for (const message of messages) slack.tell(message)
    },
    (n: number) => {
      // What was sent into a line that is gone is not sent again.
      deliveries.isSilent = true
      for (let k = 0; k < 5; k += 1) write(n + k, false)
      deliveries.cut()
      deliveries.isSilent = false
    },
  ]
  for (let round = 0; round < PEOPLE / 5; round += 1) {
    breaks[round % breaks.length]?.(round * 5)
    if (round % 2 === 1) await isUp()
  }
  await isUp()
  const open = () => Array.from({ length: PEOPLE }, (_, n) => n).filter((n) => answersTo(n) === 0)
  await expect.poll(open, { timeout: 60_000 }).toEqual([])
  // Whatever was told twice has been told by now: each comes behind what its line has brought.
  write(0)
  await expect.poll(() => answersTo(0), { timeout: 20_000 }).toBe(2)
  for (let n = 1; n < PEOPLE; n += 1) expect([n, answersTo(n)]).toEqual([n, 1])
  expect(deliveries.sockets.size).toBe(1)
}, 120_000)

it('writes twenty answers at once within what Slack allows, each with its last text', async () => {
  await omni.stop()
  await slack.stop()
  slack = await startSlackServer()
  slack.tiers['users.info'] = 10_000
  useSlack(slack)
  const { completed } = await import('../../../src-main/hub/agents/completed.ts')
  const { registryOf } = await import('../../../src-main/hub/agents/registry.ts')
  const { playedAgent } = await import('../../support/played-agent.ts')
  const agents = registryOf([
    playedAgent('Sofia', async function* ({ text }, _config, signal) {
      yield { type: 'started' }
      for (let word = 0; word < 16 && !signal.aborted; word += 1) {
        yield { type: 'delta', text: `${text} gets word ${word} of many. ` }
        await new Promise((resolve) => setTimeout(resolve, 250))
      }
      yield { type: 'delta', text: 'The end.' }
      yield completed({})
    }),
  ])
  omni = await startTestHub({ agents })
  const people = Array.from({ length: 20 }, (_, n) => n)
  for (const n of people) {
    slack.workspace.addUser(`U0P${n}`, `p${n}`, `Person ${n}`)
    slack.workspace.addDirect(`D0P${n}`, `U0P${n}`)
  }
  await connectSlackShop(omni.panel)
  for (const n of people) slack.write(`D0P${n}`, `U0P${n}`, `No. ${n}`)
  const last = () =>
    people.filter((n) => slack.workspace.messages.some(({ channel, text }) => channel === `D0P${n}` && text.endsWith('The end.')))
  await expect.poll(last, { timeout: 60_000 }).toEqual(people)
  expect(slack.calls.filter(({ answer }) => answer === 'ratelimited')).toEqual([])
  expect(slack.callsOf('chat.update').length).toBeGreaterThan(20)
}, 90_000)
