/** A line to Slack that breaks in every way while people write, each of them once. */
import { expect } from 'vitest'
import type { TestHub } from './hub.ts'
import type { FakeSlack } from './slack-server.ts'
import { connectionOf, connectSlackShop, said } from './slack-shop.ts'

/** As many write in each break. */
const AT_ONCE = 5
const UP_WITHIN_MS = 40_000
const ANSWERED_WITHIN_MS = 60_000

/** Breaks the line so often; resolves when everybody had a chance of a second answer, to who has not exactly one. */
export async function slackStorm(
  omni: TestHub,
  slack: FakeSlack,
  breaks: number,
): Promise<{ unanswered: number[]; answeredTwice: number[] }> {
  const { deliveries, workspace } = slack
  const people = Array.from({ length: breaks * AT_ONCE }, (_, n) => n)
  for (const n of people) {
    workspace.addUser(`U0P${n}`, `p${n}`, `Person ${n}`)
    workspace.addDirect(`D0P${n}`, `U0P${n}`)
  }
  await connectSlackShop(omni.panel)
  const isUp = () => expect.poll(async () => said(await connectionOf(omni.panel)), { timeout: UP_WITHIN_MS }).toMatch(/^connected/)
  const answersTo = (n: number) => workspace.messages.filter(({ channel, bot_id }) => channel === `D0P${n}` && bot_id !== undefined).length
  const write = (n: number, tells = true) => slack.write(`D0P${n}`, `U0P${n}`, 'Hello', { tells })
  const ways = [
    (some: number[]) => {
      deliveries.cut()
      for (const n of some) write(n)
    },
    (some: number[]) => {
      for (const n of some) write(n)
      deliveries.recycle()
    },
    (some: number[]) => {
      // Slack forgets to tell of them at all, and is away for a while.
      slack.fail('apps.connections.open', { status: 503 }, { retryAfter: 1 })
      deliveries.cut()
      for (const n of some) write(n, false)
    },
    (some: number[]) => {
      // Doubled, with other ids, the last first.
      const messages = some.map((n) => write(n, false))
      for (const message of [...messages].reverse()) slack.tell(message)
      deliveries.cut()
      for (const message of messages) slack.tell(message)
    },
    (some: number[]) => {
      // What was sent into a line that is gone is not sent again.
      deliveries.isSilent = true
      for (const n of some) write(n, false)
      deliveries.cut()
      deliveries.isSilent = false
    },
  ]
  for (let round = 0; round < breaks; round += 1) {
    ways[round % ways.length]?.(people.slice(round * AT_ONCE, (round + 1) * AT_ONCE))
    if (round % 2 === 1) await isUp()
  }
  await isUp()
  const unanswered = () => people.filter((n) => answersTo(n) === 0)
  await expect.poll(unanswered, { timeout: ANSWERED_WITHIN_MS }).toEqual([])
  // Whatever was told twice has been told by now: each comes behind what its line has brought.
  write(0)
  await expect.poll(() => answersTo(0), { timeout: ANSWERED_WITHIN_MS }).toBe(2)
  return { unanswered: unanswered(), answeredTwice: people.filter((n) => answersTo(n) > (n === 0 ? 2 : 1)) }
}
