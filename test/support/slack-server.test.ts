/** The fake Slack, by Slack's own clients. */
import { SocketModeClient } from '@slack/socket-mode'
import { LogLevel, WebClient } from '@slack/web-api'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type FakeSlack, startSlackServer } from './slack-server.ts'

let slack: FakeSlack
let web: WebClient
beforeEach(async () => {
  slack = await startSlackServer({ times: { ackMs: 200, retriesMs: [0, 0] } })
  web = new WebClient('xoxb-1-test', { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, logLevel: LogLevel.ERROR })
})
afterEach(() => slack.stop())

it('posts, edits, finds by metadata and counts what was called', async () => {
  const metadata = { event_type: 'omni_delivery', event_payload: { id: 'd1' } }
  const { ts } = await web.chat.postMessage({ channel: 'D0ANN', text: 'Hello', metadata })
  await web.chat.update({ channel: 'D0ANN', ts: ts ?? '', text: 'Hello Ann' })
  const { messages } = await web.conversations.history({ channel: 'D0ANN', include_all_metadata: true })
  expect(messages).toMatchObject([{ ts, text: 'Hello Ann', metadata }])
  expect((await web.auth.test()).response_metadata?.scopes).toContain('chat:write')
  expect(slack.calls.map(({ method, answer }) => `${method} ${answer}`)).toEqual([
    'chat.postMessage ok',
    'chat.update ok',
    'conversations.history ok',
    'auth.test ok',
  ])
})

it('answers errors under status 200, and 429 beyond its tier', async () => {
  await expect(web.chat.postMessage({ channel: 'C0NOWHERE', text: 'x' })).rejects.toMatchObject({ data: { error: 'channel_not_found' } })
  slack.tiers['users.info'] = 1
  await web.users.info({ user: 'U0ANN' })
  const impatient = new WebClient('xoxb-1-test', { slackApiUrl: slack.apiUrl, rejectRateLimitedCalls: true, logLevel: LogLevel.ERROR })
  await expect(impatient.users.info({ user: 'U0ANN' })).rejects.toMatchObject({ retryAfter: 30 })
})

it('sends events over a socket, again until they are acknowledged', async () => {
  const client = new SocketModeClient({
    appToken: 'xapp-1-test',
    autoReconnectEnabled: false,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: slack.apiUrl },
  })
  const attempts: number[] = []
  const seen = new Promise<Record<string, unknown>>((resolve) => {
    client.on('slack_event', async ({ ack, body, retry_num: attempt }) => {
      attempts.push(attempt)
      if (attempts.length < 2) return
      await ack()
      resolve(body)
    })
  })
  await client.start()
  slack.write('D0ANN', 'U0ANN', 'Are you open?')
  expect(await seen).toMatchObject({ type: 'event_callback', event: { type: 'message', channel_type: 'im', text: 'Are you open?' } })
  expect(attempts).toEqual([0, 1])
  await client.disconnect()
})

it('gives files to whoever has the token, and a page to everybody else', async () => {
  const bytes = Buffer.from('a picture')
  await web.filesUploadV2({ channel_id: 'D0ANN', file: bytes, filename: 'cake.png' })
  const file = slack.workspace.messages[0]?.files?.[0]
  expect(Buffer.from(file?.bytes ?? [])).toEqual(bytes)
  const { messages } = await web.conversations.history({ channel: 'D0ANN' })
  const url = messages?.[0]?.files?.[0]?.url_private ?? ''
  const get = async (token: string) => (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).text()
  expect(await get('xoxb-1-test')).toBe('a picture')
  expect(await get('xoxb-other')).toContain('<html>')
})
