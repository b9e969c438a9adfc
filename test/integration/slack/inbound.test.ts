/** What people do on Slack besides writing, and how Slack calls where there is no socket. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startTestHub, type TestHub } from '../../support/hub.ts'
import { type FakeSlack, startSlackServer } from '../../support/slack-server.ts'
import { connectSlackShop, useSlack } from '../../support/slack-shop.ts'

let omni: TestHub
let slack: FakeSlack

beforeEach(async () => {
  slack = await startSlackServer({ times: { ackMs: 2000, retriesMs: [0] } })
  useSlack(slack)
  omni = await startTestHub()
})
afterEach(async () => {
  await omni.stop()
  await slack.stop()
  vi.unstubAllEnvs()
})

const ours = (channel = 'D0ANN') =>
  slack.workspace.messages.filter((message) => message.channel === channel && message.bot_id !== undefined)

async function messages(chat = 'dm:U0ANN') {
  const { items } = await omni.panel.conversations.list({})
  const conversation = items.find(({ externalId }) => externalId === chat)
  if (conversation === undefined) return []
  return (await omni.panel.conversations.messages({ conversationId: conversation.id })).items
}
const customers = async (chat?: string) => (await messages(chat)).filter(({ author }) => author === 'customer')

it('shows edits, deletions and reactions of what people wrote, and nothing of a link that Slack looked at', async () => {
  await connectSlackShop(omni.panel)
  const hello = slack.write('D0ANN', 'U0ANN', 'Helo')
  await expect.poll(() => ours().length).toBe(1)
  slack.edit(hello, 'Hello <@U0OWNER> :wave:')
  await expect.poll(async () => (await customers())[0]?.text).toBe('Hello @maria 👋')
  const answer = ours()[0]
  if (answer !== undefined) slack.react(answer, 'U0ANN', 'heart')
  const reactions = async () => (await messages()).flatMap((message) => message.reactions.map(({ emoji }) => emoji))
  await expect.poll(reactions).toEqual(['❤️'])
  slack.remove(hello)
  await expect.poll(async () => (await customers())[0]?.revokedAt ?? null).not.toBeNull()
})

it('brings a picture from Slack, and refuses one that is not what was announced', async () => {
  await connectSlackShop(omni.panel)
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
  const picture = { id: 'F1', name: 'cake.png', mimetype: 'image/png', size: png.byteLength, bytes: png }
  slack.write('D0ANN', 'U0ANN', 'This one?', { files: [picture] })
  await expect.poll(async () => (await customers())[0]?.media?.id ?? null).not.toBeNull()
  expect((await customers())[0]).toMatchObject({ kind: 'image', text: 'This one?', media: { fileName: 'cake.png' } })
  slack.write('D0ANN', 'U0ANN', '', { files: [{ ...picture, id: 'F2', size: 20 }] })
  await expect.poll(async () => (await customers()).at(-1)?.media?.problem).toContain('damaged')
})

it('takes the words of a message that stand in its blocks only', async () => {
  await connectSlackShop(omni.panel)
  const elements = [
    { type: 'text', text: 'Hello ' },
    { type: 'user', user_id: 'U0OWNER' },
  ]
  const blocks = [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }]
  const at = { channel: 'D0ANN', channel_type: 'im', user: 'U0ANN', ts: '1800000000.000100', event_ts: '1800000000.000100' }
  slack.deliveries.send({ type: 'message', ...at, text: '', blocks })
  await expect.poll(async () => (await customers()).map(({ text }) => text)).toEqual(['Hello @maria'])
})

it('leaves a thread to a member of the team that was named as people write mentions', async () => {
  await connectSlackShop(omni.panel, { settings: { staff: '<@u0owner|maria>' } })
  expect((await omni.panel.instances.get({ name: 'slack' })).settings['staff']).toBe('U0OWNER')
  const question = slack.write('C0SHOP', 'U0ANN', '<@U0OMNI> Hello')
  await expect.poll(() => ours('C0SHOP').length).toBe(1)
  slack.write('C0SHOP', 'U0OWNER', 'I do this', { threadTs: question.ts })
  await expect.poll(async () => (await messages(`thread:C0SHOP:${question.ts}`)).map(({ author }) => author)).toContain('phone')
})

describe('without a socket', () => {
  const secrets = { slackAppToken: '', slackSigningSecret: 'signing-secret-of-the-test' }
  const event = (text: string, ts = '1800000000.000100') =>
    JSON.stringify({
      type: 'event_callback',
      team_id: 'T0BAKERY',
      event_id: `Ev${ts}`,
      event: { type: 'message', channel: 'D0ANN', channel_type: 'im', user: 'U0ANN', text, ts, event_ts: ts },
    })

  beforeEach(async () => {
    await connectSlackShop(omni.panel, { secrets })
    slack.deliveries.requestUrl = `${omni.url}/webhook/slack/slack`
  })

  it('answers the challenge, and takes what is signed', async () => {
    const challenge = await slack.deliveries.post(JSON.stringify({ type: 'url_verification', token: 'x', challenge: '3eZbrw1a' }))
    expect([challenge.status, JSON.parse(challenge.body)]).toEqual([200, { challenge: '3eZbrw1a' }])
    slack.write('D0ANN', 'U0ANN', 'Hello')
    await expect.poll(() => ours().length).toBe(1)
    expect(slack.deliveries.answers.every(({ status }) => status === 200)).toBe(true)
  })

  it.each([[{ a: 1 }], [['x']], [7], [null], [''], ['x'.repeat(501)]])('refuses the challenge %j', async (challenge) => {
    const { status, body } = await slack.deliveries.post(JSON.stringify({ type: 'url_verification', challenge }))
    expect([status, JSON.parse(body)]).toEqual([400, { detail: 'This is no event of Slack.' }])
  })

  it('takes the secret as people paste it', async () => {
    await omni.panel.instances.update({ name: 'slack', secrets: { slackSigningSecret: ' “signing-secret-of-the-test”\n' } })
    expect((await slack.deliveries.post(event('Hello'))).status).toBe(200)
  })

  it('refuses a changed byte, another secret, and times that are far from now', async () => {
    const now = Math.floor(Date.now() / 1000)
    for (const [options, body] of [
      [{ secret: 'another' }, event('Hello')],
      [{ changed: event('Hellp') }, event('Hello')],
      [{ timestamp: now - 301 }, event('Hello')],
      [{ timestamp: now + 360 }, event('Hello')],
      [{ timestamp: Number.NaN }, event('Hello')],
    ] as const)
      expect((await slack.deliveries.post(body, options)).status).toBe(401)
    const url = `${omni.url}/webhook/slack/slack`
    expect((await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: event('Hello') })).status).toBe(401)
    expect((await omni.panel.traces.list({})).items).toEqual([])
  })

  it('takes an event once, however often Slack repeats it', async () => {
    for (let n = 0; n < 3; n += 1) expect((await slack.deliveries.post(event('Hello'))).status).toBe(200)
    await expect.poll(() => ours().length).toBe(1)
    expect((await omni.panel.traces.list({})).items).toHaveLength(1)
  })
})
