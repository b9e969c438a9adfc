/** The line to Slack: what it loses, what comes twice, and what only a person can mend. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startTestHub, type TestHub } from '../../support/hub.ts'
import { type FakeSlack, startSlackServer } from '../../support/slack-server.ts'
import { connectionOf, connectSlackShop, createSlackShop, said, useSlack } from '../../support/slack-shop.ts'

let omni: TestHub
let slack: FakeSlack

beforeEach(async () => {
  slack = await startSlackServer({ times: { ackMs: 1000, retriesMs: [0, 200, 400, 400, 400, 400] } })
  useSlack(slack)
  omni = await startTestHub()
})
afterEach(async () => {
  await omni.stop()
  await slack.stop()
  vi.unstubAllEnvs()
})

const answers = () => slack.workspace.messages.filter(({ channel, bot_id }) => channel === 'D0ANN' && bot_id !== undefined).length
const saysOf = async () => said(await connectionOf(omni.panel))
const says = (text: string | RegExp) => expect.poll(saysOf, { timeout: 25_000 }).toMatch(text)

it('connects again when Slack recycles the connection, and when it is cut', async () => {
  await connectSlackShop(omni.panel)
  slack.deliveries.recycle()
  await expect.poll(() => slack.callsOf('apps.connections.open').length).toBe(2)
  slack.write('D0ANN', 'U0ANN', 'Hello')
  await expect.poll(answers).toBe(1)
  slack.deliveries.cut()
  slack.write('D0ANN', 'U0ANN', 'Hello again')
  await expect.poll(answers).toBe(2)
  await says(/^connected$/)
  expect(slack.deliveries.sockets.size).toBe(1)
})

it('answers once what Slack sends twice, with the same ids and with others', async () => {
  await connectSlackShop(omni.panel)
  const message = slack.write('D0ANN', 'U0ANN', 'Hello', { tells: false })
  const event = {
    type: 'message',
    channel: 'D0ANN',
    channel_type: 'im',
    user: 'U0ANN',
    text: 'Hello',
    ts: message.ts,
    event_ts: message.ts,
  }
  slack.deliveries.send(event, { eventId: 'Ev1' })
  slack.deliveries.send(event, { eventId: 'Ev1' })
  slack.deliveries.send(event, { eventId: 'Ev2' })
  await expect.poll(answers).toBe(1)
  slack.write('D0ANN', 'U0ANN', 'Thanks')
  await expect.poll(answers).toBe(2)
})

it('takes nothing of another workspace, of apps, or of itself', async () => {
  await connectSlackShop(omni.panel)
  const base = { type: 'message', channel: 'D0ANN', channel_type: 'im' }
  slack.deliveries.send({ ...base, user: 'U0ANN', text: 'Hello', ts: '1700000000.000001' }, { teamId: 'T0OTHER' })
  slack.deliveries.send({ ...base, user: 'U0BOT', bot_id: 'B0OTHER', username: 'Robo', text: 'Hello', ts: '1700000000.000002' })
  slack.deliveries.send({ ...base, user: 'U0OMNI', text: 'Hello', ts: '1700000000.000003' })
  await says(/The app "Robo" writes to this one/)
  slack.write('D0ANN', 'U0ANN', 'Hello')
  await expect.poll(answers).toBe(1)
  expect((await omni.panel.traces.list({})).items).toHaveLength(1)
})

it('says that another program takes a part of the messages', async () => {
  const socket = new WebSocket(await ticket())
  await new Promise((resolve) => socket.addEventListener('open', resolve))
  await createSlackShop(omni.panel)
  await omni.panel.instances.connect({ name: 'slack' })
  await says(/^connected: Another program is connected with this Slack app/)
  socket.close()
})

async function ticket(): Promise<string> {
  const answer = await fetch(`${slack.apiUrl}apps.connections.open`, { method: 'POST', headers: { authorization: 'Bearer xapp-1-test' } })
  return ((await answer.json()) as { url: string }).url
}

it('takes up what a restart has left written down, and what came meanwhile', async () => {
  await connectSlackShop(omni.panel)
  await omni.restart(async () => {
    slack.write('D0ANN', 'U0ANN', 'Hello')
  })
  await expect.poll(answers).toBe(1)
})

it('reads what Slack does not tell again: in direct chats, channels and threads', async () => {
  await connectSlackShop(omni.panel)
  slack.write('D0ANN', 'U0ANN', 'Hello')
  const question = slack.write('C0SHOP', 'U0ANN', '<@U0OMNI> Hello')
  await expect.poll(() => slack.workspace.messages.filter(({ bot_id }) => bot_id !== undefined).length).toBe(2)
  await omni.restart(async () => {
    slack.write('D0ANN', 'U0ANN', 'Hello, are you there?', { tells: false })
    slack.write('C0SHOP', 'U0ANN', 'Hello <@U0OMNI>, anybody?', { tells: false })
    slack.write('C0SHOP', 'U0ANN', 'Hello?', { threadTs: question.ts, tells: false })
    slack.write('C0SHOP', 'U0ANN', 'Lunch?', { tells: false })
  })
  await expect.poll(() => slack.workspace.messages.filter(({ bot_id }) => bot_id !== undefined).length, { timeout: 25_000 }).toBe(5)
  await omni.restart()
  await says(/^connected$/)
  slack.write('D0ANN', 'U0ANN', 'Hello again')
  await expect.poll(() => slack.workspace.messages.filter(({ bot_id }) => bot_id !== undefined).length).toBe(6)
})

describe('says what only a person can mend', () => {
  const connect = async (extra: Parameters<typeof createSlackShop>[1] = {}) => {
    await createSlackShop(omni.panel, extra)
    await omni.panel.instances.connect({ name: 'slack' })
  }

  it('a wrong bot token', async () => {
    await connect({ secrets: { slackBotToken: 'xoxb-wrong' } })
    await says(/^error: Slack does not know the bot token \(xoxb-\)/)
  })

  it('a wrong app token, which is not tried again', async () => {
    await connect({ secrets: { slackAppToken: 'xapp-wrong' } })
    await says(/^error: Slack does not know the app token \(xapp-\)/)
    expect(slack.callsOf('apps.connections.open')).toHaveLength(1)
  })

  it('an app token instead of the bot token', async () => {
    await connect({ secrets: { slackBotToken: 'xapp-1-test' } })
    await says(/^error: The bot token must begin with xoxb-/)
  })

  it('a bot token instead of the app token', async () => {
    await connect({ secrets: { slackAppToken: 'xoxb-1-test' } })
    await says(/^error: The app token must begin with xapp-/)
  })

  it.each(['xoxb-1-\u200btest', 'xoxb-1\n-test', 'xoxb-“1”-test', 'хохb-1-test'])(
    'a bot token that can be none: %j',
    async (slackBotToken) => {
      await connect({ secrets: { slackBotToken } })
      await says(/^error: The bot token \(xoxb-\) has characters that no token has/)
      expect(slack.asked.size).toBe(0)
    },
  )

  it('an app token that can be none', async () => {
    await connect({ secrets: { slackAppToken: 'xapp-1\n-test' } })
    await says(/^error: The app token \(xapp-\) has characters that no token has/)
  })

  it('a signing secret that can be none', async () => {
    await connect({ secrets: { slackAppToken: '', slackSigningSecret: 'signing-secret-of-thé-test' } })
    await says(/^error: The signing secret has characters/)
  })

  it('no app token and no signing secret', async () => {
    await connect({ secrets: { slackAppToken: '' } })
    await says(/^error: Enter the app token/)
  })

  it('permissions that are missing, all at once', async () => {
    slack.workspace.scopes = slack.workspace.scopes.filter((scope) => scope !== 'im:history' && scope !== 'files:read')
    await connect()
    await says(/^error: The Slack app lacks a permission: files:read, im:history\. Add it under "OAuth & Permissions"/)
  })

  it('an app that another account has already', async () => {
    await connect()
    await says(/^connected$/)
    await createSlackShop(omni.panel, { name: 'again' })
    await omni.panel.instances.connect({ name: 'again' })
    expect(said(await connectionOf(omni.panel, 'again'))).toBe('error: This account is already connected as "slack".')
    expect(slack.deliveries.sockets.size).toBe(1)
  })

  it('an app that was removed while it worked', async () => {
    await connect()
    await says(/^connected$/)
    slack.deliveries.send({ type: 'app_uninstalled' })
    await says(/^error: The app was removed from the Slack workspace/)
    await expect.poll(() => slack.deliveries.sockets.size).toBe(0)
  })
})

it('waits as long as Slack asks it to, and keeps trying while Slack is away', async () => {
  slack.fail('auth.test', { status: 503 }, { cut: 'before' }, { retryAfter: 1 })
  await connectSlackShop(omni.panel)
  expect(slack.callsOf('auth.test').map(({ answer }) => answer)).toEqual(['503', 'cut', 'ratelimited', 'ok'])
})

it('notices a line that is dead without a word', async () => {
  await connectSlackShop(omni.panel)
  slack.isDead = true
  await expect.poll(() => slack.callsOf('apps.connections.open').length, { timeout: 60_000 }).toBeGreaterThan(1)
  slack.isDead = false
  await says(/^connected$/)
  slack.write('D0ANN', 'U0ANN', 'Hello')
  await expect.poll(answers).toBe(1)
}, 90_000)

it('takes tokens as people paste them', async () => {
  await createSlackShop(omni.panel, {
    secrets: { slackBotToken: 'SLACK_BOT_TOKEN=“xoxb-1-test”\n', slackAppToken: '\u200bBearer xapp-1-test ' },
  })
  await omni.panel.instances.connect({ name: 'slack' })
  await says(/^connected$/)
})
