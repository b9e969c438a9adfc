/**
 * However the server of an agent ends its answer, the customer gets it and the hub goes on: asked of
 * the built product as a process, because what ends a process cannot be seen from inside of it.
 */
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hiveDialect, leoDialect, openaiDialect, webhookDialect } from '../../support/agent-dialects.ts'
import type { Dialect } from '../../support/agent-server.ts'
import { newDataFolder } from '../../support/data-folder.ts'
import { ENDINGS, type EndingServer, startEndingServer } from '../../support/ending-server.ts'
import { watchLive } from '../../support/hub.ts'
import { type HubProcess, startHubProcess } from '../../support/hub-process.ts'
import { type SavedAgent, saveAgent } from '../../support/saved-agent.ts'
import { type SignedIn, signIn } from '../../support/sign-in.ts'

const automagikDialect: Dialect = {
  textOf: (body) => String(body['message_content'] ?? ''),
  answer: ({ text }) => ({ contentType: 'application/json', pieces: [JSON.stringify({ message: `echo: ${text}`, session_id: 's' })] }),
}

const BACK_ENDS: Record<string, { dialect: Dialect; agent: (url: string) => SavedAgent }> = {
  automagik: { dialect: automagikDialect, agent: (url) => ({ kind: 'automagik', url, shape: 'run', agentId: 'sofia' }) },
  hive: { dialect: hiveDialect(2), agent: (url) => ({ kind: 'hive', url, target: 'agent', targetId: 'sofia' }) },
  leo: { dialect: leoDialect('typed'), agent: (url) => ({ kind: 'leo', url: `${url}/agent` }) },
  openai: { dialect: openaiDialect, agent: (url) => ({ kind: 'openai', baseUrl: `${url}/v1`, model: 'small' }) },
  webhook: { dialect: webhookDialect, agent: (url) => ({ kind: 'webhook', url: `${url}/hook` }) },
}
/** Each a whole turn on the disk: on a busy machine they need longer than one test usually may. */
const CALLS_ON_ONE_CONNECTION = 100

describe.each(Object.keys(BACK_ENDS))('an answer of %s', (name) => {
  let folder: string
  let server: EndingServer
  let hub: HubProcess
  let signedIn: SignedIn
  let live: Awaited<ReturnType<typeof watchLive>>
  let conversationId: string
  let said = 0

  beforeAll(async () => {
    folder = newDataFolder()
    const { dialect, agent } = BACK_ENDS[name] as (typeof BACK_ENDS)[string]
    server = await startEndingServer({ [name]: dialect })
    hub = await startHubProcess(folder, 0)
    signedIn = await signIn(hub.link)
    const { panel } = signedIn
    live = await watchLive(panel)
    const agentProfileId = await saveAgent(panel, agent(`${server.url}/${name}`))
    await panel.instances.create({ name: 'shop', channel: 'simulator', agentProfileId, behaviour: { gatherWindowMs: 0 } })
    conversationId = (await panel.simulator.open({ instanceName: 'shop' })).id
  })
  afterAll(async () => {
    signedIn.close()
    await hub.kill()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function answerTo(text: string): Promise<string[]> {
    said += 1
    const { panel } = signedIn
    const { turnId } = await panel.simulator.say({ conversationId, text, clientId: `c${said}` })
    // A hub that has died answers nobody: its exit is the failure, not the time that passes after it.
    const gone = hub.exited.then(() => Promise.reject(new Error(`The hub ended: ${hub.complaints()}`)))
    await Promise.race([live.untilTrace((trace) => trace.id === turnId && trace.completedAt !== null), gone])
    return (await panel.traces.get({ id: turnId })).said.answer
  }
  const isAlive = async () => (await fetch(`${hub.url}/health`)).status

  it.each(ENDINGS)('with %s reaches the customer once and whole, and the hub goes on', async (ending) => {
    server.end(ending)
    for (const text of [`${ending}: olá`, `${ending}: até amanhã 🙂`]) expect(await answerTo(text)).toEqual([`echo: ${text}`])
    expect(await isAlive()).toBe(200)
    expect(hub.complaints()).toBe('')
  })

  it(`comes ${CALLS_ON_ONE_CONNECTION} times over one connection that is kept`, async () => {
    server.end('the end with the last event')
    await answerTo('first')
    const before = server.connections()
    for (let n = 1; n < CALLS_ON_ONE_CONNECTION; n += 1) expect(await answerTo(`call ${n}`)).toEqual([`echo: call ${n}`])
    expect(server.connections()).toBe(before)
    expect(hub.complaints()).toBe('')
  }, 120_000)
})
