/** Commands that overlap, a Slack that says what makes no sense, and tokens that are taken away at work. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startTestHub, type TestHub } from '../../support/hub.ts'
import { type FakeSlack, startSlackServer } from '../../support/slack-server.ts'
import { connectionOf, connectSlackShop, createSlackShop, said, useSlack } from '../../support/slack-shop.ts'

let omni: TestHub
let slack: FakeSlack

beforeEach(async () => {
  slack = await startSlackServer({ times: { ackMs: 1000, retriesMs: [0, 200, 400] } })
  useSlack(slack)
  omni = await startTestHub()
})
afterEach(async () => {
  await omni.stop()
  await slack.stop()
  vi.unstubAllEnvs()
})

const answers = () => slack.workspace.messages.filter(({ channel, bot_id }) => channel === 'D0ANN' && bot_id !== undefined).length
const says = (text: string | RegExp) => expect.poll(async () => said(await connectionOf(omni.panel)), { timeout: 25_000 }).toMatch(text)
const asked = (method: string) => expect.poll(() => slack.asked.get(method) ?? 0, { timeout: 10_000 })

it('holds one connection however often it is told to connect, and none when it is told to stop in between', async () => {
  await createSlackShop(omni.panel)
  const connect = () => omni.panel.instances.connect({ name: 'slack' })
  await Promise.all([connect(), connect(), connect()])
  await says(/^connected$/)
  expect(slack.deliveries.sockets.size).toBe(1)
  const release = Promise.withResolvers<void>()
  const before = slack.asked.get('apps.connections.open') ?? 0
  slack.hold = release.promise
  slack.deliveries.recycle()
  await asked('apps.connections.open').toBe(before + 1)
  await omni.panel.instances.disconnect({ name: 'slack' })
  slack.hold = null
  release.resolve()
  await connect()
  await omni.panel.instances.disconnect({ name: 'slack' })
  await expect.poll(() => slack.deliveries.sockets.size).toBe(0)
  // The first ticket was never used, or what it opened was closed.
  slack.write('D0ANN', 'U0ANN', 'Hello')
  await connect()
  await expect.poll(answers).toBe(1)
  expect(slack.deliveries.sockets.size).toBe(1)
})

it('opens no line for an account that was disconnected while its people were looked up', async () => {
  const release = Promise.withResolvers<void>()
  slack.hold = release.promise
  // Asks with its creation, and again when it is told to connect.
  await createSlackShop(omni.panel)
  await asked('auth.test').toBe(1)
  const connecting = omni.panel.instances.connect({ name: 'slack' })
  await asked('auth.test').toBe(2)
  const disconnecting = omni.panel.instances.disconnect({ name: 'slack' })
  slack.hold = null
  release.resolve()
  await Promise.all([connecting, disconnecting])
  await says(/^disconnected/)
  await omni.panel.instances.connect({ name: 'slack' })
  await says(/^connected$/)
  expect(slack.callsOf('apps.connections.open')).toHaveLength(1)
})

it('goes on after messages and events that make no sense', async () => {
  await connectSlackShop(omni.panel)
  for (const text of ['null', '7', '{', '{"type":"events_api","envelope_id":"e1"}', '{"type":"events_api","payload":{}}', '[]'])
    slack.deliveries.sendRaw(text)
  slack.deliveries.send({
    type: 'reaction_added',
    user: 'U0ANN',
    reaction: 'heart',
    item: { type: 'message', channel: 'D0ANN', ts: '1.1' },
    event_ts: 'soon',
  })
  slack.deliveries.send({ type: 'message', channel: 'D0ANN', ts: 'now' })
  slack.write('D0ANN', 'U0ANN', 'Hello')
  await expect.poll(answers).toBe(1)
  await says(/^connected$/)
  expect(slack.callsOf('apps.connections.open')).toHaveLength(1)
})

it('says where Socket Mode is switched on, and what the app token lacks', async () => {
  await connectSlackShop(omni.panel)
  slack.deliveries.recycle('link_disabled')
  await says(/^error: Socket Mode of the Slack app is switched off/)
  slack.fail('apps.connections.open', { error: 'missing_scope', needed: 'connections:write' })
  await omni.panel.instances.connect({ name: 'slack' })
  await says(/^error: The app token lacks the permission connections:write/)
})

it('says that the bot token was revoked as soon as Slack refuses it, and that of a person is none of its own', async () => {
  await connectSlackShop(omni.panel)
  slack.deliveries.send({ type: 'tokens_revoked', tokens: { oauth: ['U0ANN'], bot: [] } })
  slack.write('D0ANN', 'U0ANN', 'Hello')
  await expect.poll(answers).toBe(1)
  await says(/^connected$/)
  slack.workspace.botToken = null
  slack.write('D0ANN', 'U0ANN', 'Hello again')
  await says(/^error: Slack does not accept the bot token any more/)
  await expect.poll(() => slack.deliveries.sockets.size).toBe(0)
})

it('takes its own connection that broke off for no other program', async () => {
  await connectSlackShop(omni.panel)
  slack.deliveries.ghosts = 1
  slack.deliveries.cut()
  await expect.poll(() => slack.callsOf('apps.connections.open').length).toBe(2)
  await says(/^connected$/)
  slack.write('D0ANN', 'U0ANN', 'Hello')
  await expect.poll(answers).toBe(1)
  await says(/^connected$/)
})

it('reads a message that Slack forgot to tell, though it told of a later one', async () => {
  await connectSlackShop(omni.panel)
  slack.write('D0ANN', 'U0ANN', 'Hello, one', { tells: false })
  slack.write('D0ANN', 'U0ANN', 'Hello, two')
  await expect.poll(answers).toBe(1)
  await omni.restart()
  await expect.poll(answers).toBe(2)
})

it('keeps nothing of its own edits, and nothing that is in the hub', async () => {
  await connectSlackShop(omni.panel)
  slack.write('D0ANN', 'U0ANN', 'Hello')
  await expect.poll(answers).toBe(1)
  const answer = slack.workspace.messages.find(({ bot_id }) => bot_id !== undefined)
  if (answer !== undefined) slack.edit(answer, 'Hello!')
  await expect.poll(() => slack.deliveries.acknowledged.length).toBe(3)
  expect((await omni.panel.traces.list({})).items).toHaveLength(1)
})

it('acknowledges a call that comes before Slack has said whose token it is, and answers it then', async () => {
  await connectSlackShop(omni.panel, { secrets: { slackAppToken: '', slackSigningSecret: 'signing-secret-of-the-test' } })
  const release = Promise.withResolvers<void>()
  await omni.restart(async () => {
    slack.hold = release.promise
  })
  slack.deliveries.requestUrl = `${omni.url}/webhook/slack/slack`
  slack.write('D0ANN', 'U0ANN', 'Hello')
  await expect.poll(() => slack.deliveries.answers.map(({ status }) => status)).toEqual([200])
  slack.hold = null
  release.resolve()
  await expect.poll(answers).toBe(1)
})
