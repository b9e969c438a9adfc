/** Conversations on Slack, from the event to the answer, through Slack's own clients and a real hub. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startTestHub, type TestHub } from '../../support/hub.ts'
import { type FakeSlack, startSlackServer } from '../../support/slack-server.ts'
import { connectionOf, connectSlackShop, useSlack } from '../../support/slack-shop.ts'

let omni: TestHub
let slack: FakeSlack

beforeEach(async () => {
  slack = await startSlackServer({ times: { retriesMs: [0, 200, 400] } })
  useSlack(slack)
  omni = await startTestHub()
})
afterEach(async () => {
  await omni.stop()
  await slack.stop()
  vi.unstubAllEnvs()
})

const ours = (channel: string) => slack.workspace.messages.filter((message) => message.channel === channel && message.bot_id !== undefined)

it('answers a direct message', async () => {
  await connectSlackShop(omni.panel)
  expect(await connectionOf(omni.panel)).toMatchObject({ state: 'connected', profileName: 'Padaria Sol', message: null })
  slack.write('D0ANN', 'U0ANN', 'Hello')
  await expect.poll(() => ours('D0ANN').length).toBe(1)
  expect(ours('D0ANN')[0]?.thread_ts).toBeUndefined()
  const [trace] = (await omni.panel.traces.list({})).items
  expect(trace).toMatchObject({ messagePreview: 'Hello' })
})

it('answers a mention in its thread, what follows there too, and nothing else in the channel', async () => {
  await connectSlackShop(omni.panel)
  slack.write('C0SHOP', 'U0ANN', 'Who is in today?')
  const question = slack.write('C0SHOP', 'U0ANN', 'Hello <@U0OMNI>')
  await expect.poll(() => ours('C0SHOP').map(({ thread_ts }) => thread_ts)).toEqual([question.ts])
  slack.write('C0SHOP', 'U0ANN', 'Hello again', { threadTs: question.ts })
  await expect.poll(() => ours('C0SHOP').length).toBe(2)
  const other = slack.write('C0SHOP', 'U0ANN', 'Lunch?')
  slack.write('C0SHOP', 'U0ANN', 'Hello, at twelve', { threadTs: other.ts })
  slack.write('D0ANN', 'U0ANN', 'Hello')
  await expect.poll(() => ours('D0ANN').length).toBe(1)
  expect(ours('C0SHOP')).toHaveLength(2)
})
