/**
 * A fake Slack: one workspace with one app, over Slack's Web API, Socket Mode and signed calls. It knows nothing of the
 * product. As the real one it answers errors under status 200, counts calls by method, tells an app of its own
 * messages, spreads events over all open sockets, and sends again what was not acknowledged.
 *
 * Known limits: no Enterprise Grid, no blocks, no distributed apps, no stream calls (`chat.startStream` is unknown).
 *
 *   node test/support/slack-server.ts [port]    runs it alone
 */
import { fileURLToPath } from 'node:url'
import { FakeSlack, type FakeSlackOptions } from './slack-server/server.ts'

export { FakeSlack } from './slack-server/server.ts'

export async function startSlackServer({ port = 0, times }: FakeSlackOptions = {}): Promise<FakeSlack> {
  const slack = new FakeSlack(times)
  await slack.listen(port)
  return slack
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const slack = await startSlackServer({ port: Number(process.argv[2] ?? 0) })
  const { botToken, appToken } = slack.workspace
  console.log(`OMNI_SLACK_API_URL=${slack.apiUrl}  bot token ${botToken}, app token ${appToken}`)
  console.log('Each line here is written by Ann in her direct chat.')
  for await (const line of process.stdin.setEncoding('utf8')) slack.write('D0ANN', 'U0ANN', String(line).trimEnd())
}
