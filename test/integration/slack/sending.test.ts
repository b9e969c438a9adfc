/** What leaves for Slack: whether it arrived, in which form, and how often. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
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

const deliveries = async () => {
  const { items } = await omni.panel.conversations.list({})
  const { items: messages } = await omni.panel.conversations.messages({ conversationId: items[0]?.id ?? '' })
  return messages.filter(({ author }) => author !== 'customer').map(({ delivery }) => delivery)
}
const state = async () => (await deliveries())[0]?.state

it('does not send again what Slack has, though its answer was lost', async () => {
  slack.fail('chat.postMessage', { cut: 'after' })
  slack.write('D0ANN', 'U0ANN', 'Hello')
  await expect.poll(() => ours().length).toBe(1)
  await omni.restart()
  await expect.poll(state, { timeout: 30_000 }).toBe('sent')
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

describe('an answer of Slack that cannot be read', () => {
  it.each(['', '<html>login</html>', '{"ok":true}', '{"ok":true,"ts":"soon"}'])(
    'leaves open whether the message was sent, which is looked up: %j',
    async (body) => {
      slack.fail('chat.postMessage', { body })
      slack.write('D0ANN', 'U0ANN', 'Hello')
      await expect.poll(state, { timeout: 20_000 }).toBe('sent')
      expect(slack.asked.get('conversations.history')).toBeGreaterThan(0)
      expect(ours()).toHaveLength(1)
    },
    30_000,
  )

  it('about a file leaves open whether it was shared', async () => {
    const media = { phone_number: 'U0ANN', media_base64: 'aGVsbG8=', media_type: 'document', filename: 'a.txt' }
    slack.fail('files.completeUploadExternal', { body: '{"ok":true}' })
    const sent = await omni.rest('POST', '/instance/slack/send-media', media)
    expect(sent.body).toMatchObject({
      success: false,
      error: 'The message may have been sent, the platform did not say: Slack gave an answer that cannot be read.',
    })
    await expect.poll(state, { timeout: 20_000 }).toBe('sent')
    expect(ours()).toHaveLength(1)
  }, 30_000)

  it('before the message left is tried again', async () => {
    slack.fail('conversations.open', { body: '<html>' })
    await omni.rest('POST', '/instance/slack/send-text', { phone_number: 'U0ANN', text: 'Hello' })
    await expect.poll(() => ours().length, { timeout: 10_000 }).toBe(1)
  }, 15_000)
})

it('waits and sends again where Slack asks to slow down without saying for how long', async () => {
  slack.fail('chat.postMessage', { retryAfter: 'soon' })
  slack.write('D0ANN', 'U0ANN', 'Hello')
  await expect.poll(async () => (await deliveries())[0]).toMatchObject({ state: 'pending', error: 'Slack asks to slow down.' })
  expect(ours()).toHaveLength(0)
})

it('sends soon where Slack asks to slow down for no time at all', async () => {
  slack.fail('chat.postMessage', { retryAfter: 0 })
  slack.write('D0ANN', 'U0ANN', 'Hello')
  await expect.poll(() => ours().length, { timeout: 10_000 }).toBe(1)
}, 15_000)

it.each([429, 503])('sends a file again whose bytes Slack did not take with status %i', async (status) => {
  slack.fail('upload', { status })
  const media = { phone_number: 'U0ANN', media_base64: 'aGVsbG8=', media_type: 'document', filename: 'a.txt' }
  await omni.rest('POST', '/instance/slack/send-media', media)
  expect((await deliveries())[0]?.state).not.toBe('failed')
})

it('says where to look for a message that Slack does not show, which is no phone', async () => {
  slack.fail('chat.postMessage', { cut: 'before' })
  slack.write('D0ANN', 'U0ANN', 'Hello')
  await expect
    .poll(async () => (await deliveries())[0]?.error, { timeout: 10_000 })
    .toMatch(/^The platform does not show.* Look at the chat itself\.$/)
}, 15_000)
