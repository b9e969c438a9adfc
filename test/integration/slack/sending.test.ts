/** What leaves for Slack: whether it arrived, in which form, and how often. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startTestHub, type TestHub } from '../../support/hub.ts'
import { type FakeSlack, startSlackServer } from '../../support/slack-server.ts'
import { connectSlackShop, useSlack } from '../../support/slack-shop.ts'

let omni: TestHub
let slack: FakeSlack

beforeEach(async () => {
  slack = await startSlackServer()
  useSlack(slack)
  omni = await startTestHub()
  await connectSlackShop(omni.panel)
})
afterEach(async () => {
  await omni.stop()
  await slack.stop()
  vi.unstubAllEnvs()
})

const ours = (channel = 'D0ANN') =>
  slack.workspace.messages.filter((message) => message.channel === channel && message.bot_id !== undefined)

it('does not send again what Slack has, though its answer was lost', async () => {
  slack.fail('chat.postMessage', { cut: 'after' })
  slack.write('D0ANN', 'U0ANN', 'Hello')
  await expect.poll(() => ours().length).toBe(1)
  const delivered = async () => {
    const { items } = await omni.panel.conversations.list({})
    const { items: messages } = await omni.panel.conversations.messages({ conversationId: items[0]?.id ?? '' })
    return messages.find(({ author }) => author !== 'customer')?.delivery?.state
  }
  await omni.restart()
  await expect.poll(delivered, { timeout: 30_000 }).toBe('sent')
  expect(slack.callsOf('chat.postMessage').filter(({ answer }) => answer === 'ok')).toHaveLength(1)
})

it('writes to people and channels that a program names', async () => {
  const send = (phone_number: string, text: string) => omni.rest('POST', '/instance/slack/send-text', { phone_number, text })
  expect((await send('U0ANN', '**Your order** is ready')).status).toBe(200)
  expect((await send('channel:C0SHOP', 'Open')).status).toBe(200)
  await expect.poll(() => ours('D0ANN').map(({ text }) => text)).toEqual(['**Your order** is ready'])
  await expect.poll(() => ours('C0SHOP').map(({ text }) => text)).toEqual(['Open'])
  expect((await send('C0NOWHERE', 'x')).status).not.toBe(200)
})
