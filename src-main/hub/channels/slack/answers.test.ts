import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FakeSlack, startSlackServer } from '../../../../test/support/slack-server.ts'
import { silentLog } from '../../observe/log.ts'
import { createSlackWeb } from './web.ts'

let slack: FakeSlack

beforeAll(async () => {
  slack = await startSlackServer()
})
afterAll(() => slack.stop())

const post = () =>
  createSlackWeb('xoxb-1-test', { apiUrl: slack.apiUrl, log: silentLog })((client) =>
    client.chat.postMessage({ channel: 'D0ANN', text: 'Hello' }),
  )

it.each([
  [null, 30_000],
  ['', 30_000],
  ['soon', 30_000],
  ['-5', 30_000],
  ['0', 1000],
  ['0.2', 1000],
  ['2', 2000],
  ['Thu, 01 Jan 1970 00:00:09 GMT', 1000],
  ['99999999999999999999', 600_000],
])('a 429 with Retry-After %j was not carried out, and is asked again after %i ms', async (retryAfter, retryAfterMs) => {
  slack.fail('chat.postMessage', { retryAfter })
  await expect(post()).rejects.toMatchObject({ code: 'rate_limited', wasDone: 'no', isTransient: true, retryAfterMs })
})

it.each(['', ' ', '<html>login</html>', '7', 'null', '[]', '{}', '{"ok":"yes"}', '{"ok":false}', '{"ok":false,"error":"<b>"}'])(
  'nobody knows whether a call was carried out that %j answers',
  async (body) => {
    slack.fail('chat.postMessage', { body })
    await expect(post()).rejects.toMatchObject({ message: 'Slack gave an answer that cannot be read.', wasDone: 'maybe' })
  },
)

it('a word of Slack that nobody here knows is a refusal', async () => {
  slack.fail('chat.postMessage', { error: 'made_of_cheese' })
  await expect(post()).rejects.toMatchObject({ message: 'Slack refused this: made_of_cheese.', wasDone: 'no' })
})
