/**
 * A fake Evolution API 2.3.7 server, built from the answers recorded in test/fixtures/evolution.
 *
 * In a test:
 *
 *     const evolution = await startEvolutionServer()
 *     … point an instance at evolution.url with evolution.apiKey, connect it …
 *     evolution.scan('shop')
 *     await evolution.deliverInbound('shop', { from: '15552223333', text: 'Hi' })
 *     evolution.sent            // what left for WhatsApp, for counting double sends
 *     evolution.failNext('sendText', { kind: 'reset', afterEffect: true })
 *     evolution.silenceWebhooks()
 *
 * As a process of its own, which prints one JSON line `{url, apiKey, adminUrl}` and is steered by
 * POSTs to `{adminUrl}/scan`, `/inbound`, `/state`, … (see evolution/admin.ts):
 *
 *     node test/support/evolution-server.ts --port 8080 --key secret
 */
import { parseArgs } from 'node:util'
import { startEvolutionServer } from './evolution/server.ts'

export type { Inbound } from './evolution/messages.ts'
export type { FakeInstance, Fault, HookAttempt, ReceivedCall, SentMessage } from './evolution/model.ts'
export { FakeEvolution, type FakeEvolutionOptions, startEvolutionServer } from './evolution/server.ts'

if (import.meta.main) {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '0' }, key: { type: 'string' }, 'retry-ms': { type: 'string' }, acks: { type: 'boolean' } },
  })
  const retryDelaysMs = values['retry-ms']?.split(',').map(Number)
  const server = await startEvolutionServer({
    port: Number(values.port),
    acknowledgesSends: values.acks ?? false,
    ...(values.key ? { apiKey: values.key } : {}),
    ...(retryDelaysMs ? { retryDelaysMs } : {}),
  })
  console.log(JSON.stringify({ url: server.url, apiKey: server.apiKey, adminUrl: `${server.url}/__admin` }))
  const stop = (): void => {
    server.stop().then(() => process.exit(0))
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}
