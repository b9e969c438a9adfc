/** A channel, or its platform, may put a secret anywhere: the hub takes it out of whatever it keeps, shows or tells. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createForgetfulChannel, FORGOTTEN } from '../../support/forgetful-channel.ts'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'

const forgetful = createForgetfulChannel()
let hub: TestHub
/** Whatever anybody was told, by where. */
const told: Record<string, unknown[]> = {}
const note = (where: string, what: unknown) => {
  told[where] ??= []
  told[where].push(what)
}
/** What a call came to, told or thrown. */
const outcome = async (call: Promise<unknown>): Promise<unknown> =>
  call.catch((error: Error & { data?: unknown }) => ({ message: error.message, data: error.data }))

/** The secret as it is, and as it is within JSON, and within JSON within JSON. */
function formsOf(secret: string): string[] {
  const once = JSON.stringify(secret).slice(1, -1)
  return [...new Set([secret, once, JSON.stringify(once).slice(1, -1)])]
}
const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true })
    .map((file) => join(folder, String(file)))
    .filter((file) => statSync(file).isFile())
const secretsIn = (text: string) =>
  Object.entries(FORGOTTEN).flatMap(([name, secret]) => (formsOf(secret).some((form) => text.includes(form)) ? [name] : []))

beforeAll(async () => {
  hub = await startTestHub({ drivers: [forgetful.driver], env: { OMNI_LOG_LEVEL: 'debug' } })
  const { panel } = hub
  const live = await watchLive(panel)
  const lines = await panel.logs.tail()
  note(
    'answer of the panel',
    await panel.instances.create({
      name: 'shop',
      channel: 'forgetful',
      isAnswering: true,
      secrets: FORGOTTEN,
      house: { simpleGreeting: true },
      behaviour: { gatherWindowMs: 0 },
    }),
  )
  const channel = forgetful.of('shop')

  await channel.accept('Hello', 'first')
  await live.untilTrace(({ state }) => state === 'completed')
  forgetful.fails = true
  await channel.accept('Hello', 'second')
  await live.untilTrace(({ state }) => state === 'failed')
  await channel.context.accept([
    { type: 'receipt', externalId: 'none', state: 'failed', error: `no receipt for ${FORGOTTEN.token}`, at: null },
  ])

  const { items } = await panel.conversations.list({ instanceName: 'shop' })
  const conversationId = items[0]?.id ?? ''
  const sent = (await panel.conversations.messages({ conversationId })).items.find(({ delivery }) => delivery?.state === 'sent')
  await channel.context.accept([
    { type: 'receipt', externalId: sent?.externalId ?? '', state: 'failed', error: `refused for ${FORGOTTEN.token}`, at: null },
  ])
  for (const call of [
    () => panel.conversations.edit({ messageId: sent?.id ?? '', text: 'Other words' }),
    () => panel.conversations.deleteForEveryone({ messageId: sent?.id ?? '' }),
    () => panel.instances.restart({ name: 'shop' }),
    () => panel.instances.disconnect({ name: 'shop' }),
    () => panel.instances.logout({ name: 'shop' }),
    () => panel.groups.list({ instanceName: 'shop' }),
    () => panel.instances.list(),
    () => panel.conversations.messages({ conversationId }),
    () => panel.conversations.list({}),
    () => panel.system.home(),
    () => panel.diagnostics.read(),
  ])
    note('answer of the panel', await outcome(call()))

  for (const [path, body] of [
    ['/instance/shop/fetch-profile', { phone_number: '15552223333' }],
    ['/instance/shop/update-profile-picture', { phone_number: '15552223333', picture_url: 'http://127.0.0.1:9/x.png' }],
    ['/instances/shop/restart', {}],
    ['/instances/shop/disconnect', {}],
    ['/instances/shop/logout', {}],
  ] as const)
    note('answer of REST', await hub.rest('POST', path, body))
  for (const path of ['/instances', '/instances/shop', '/instances/shop/status', '/instances/shop/chats'])
    note('answer of REST', await hub.rest('GET', path))

  for (const isKnown of [true, false]) {
    const answer = await fetch(`${hub.url}/webhook/forgetful/shop`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-omni-webhook-secret': channel.context.webhook.secret },
      body: JSON.stringify({ event: 'test', isKnown }),
    })
    note('answer to the platform', [answer.status, await answer.text()])
  }
  const calls = await panel.webhooks.calls({ instanceName: 'shop' })
  expect(calls.map(({ outcome }) => outcome)).toContain('failed')
  note('list of webhook calls', calls)

  for (const { id } of (await panel.traces.list({})).items) {
    note('trace', await panel.traces.get({ id }))
    note('trace', (await hub.rest('GET', `/traces/${id}/payloads?include_payload=true`)).body)
  }
  note('live event', live.events)
  note('line of the log on the screen', (await lines.next()).value)
  note('line of the log on the screen', (await (await panel.logs.tail()).next()).value)
  live.stop()
})
afterAll(() => hub.stop())

const PLACES = [
  'answer of the panel',
  'answer of REST',
  'answer to the platform',
  'list of webhook calls',
  'trace',
  'live event',
  'line of the log on the screen',
]

describe('a secret that a channel put where it does not belong', () => {
  it.each(PLACES)('stands in no %s', (place) => {
    const whole = JSON.stringify(told[place])
    // It was there: something stands in its place.
    expect(whole).toContain('[hidden]')
    for (const one of told[place] ?? []) expect(secretsIn(JSON.stringify(one)), JSON.stringify(one)).toEqual([])
  })

  it('stands in no call that is written down to be handled later', async () => {
    const { webhook } = forgetful.of('shop').context
    const call = (body: object) =>
      fetch(`${hub.url}/webhook/forgetful/shop`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-omni-webhook-secret': webhook.secret },
        body: JSON.stringify(body),
      })
    const held = Array.from({ length: 8 }, () => call({ isHeld: true, apikey: FORGOTTEN.token, sign: FORGOTTEN.phrase }))
    // The first few are being handled, and wait; the others are acknowledged as they are written down.
    expect((await Promise.any(held)).status).toBe(200)
    const written = filesOf(hub.folder).map((file) => readFileSync(file))
    expect(written.some((bytes) => bytes.includes('isHeld'))).toBe(true)
    for (const bytes of written) expect(secretsIn(bytes.toString('latin1'))).toEqual([])
    forgetful.release.resolve()
    await Promise.all(held)
  })

  it('stands in no file: neither in the log nor in the database', async () => {
    await hub.restart()
    const files = filesOf(hub.folder)
    expect(files.some((file) => file.endsWith('.log'))).toBe(true)
    for (const file of files) {
      const bytes = readFileSync(file)
      for (const [name, secret] of Object.entries(FORGOTTEN))
        for (const form of formsOf(secret)) expect(bytes.includes(form), `${name} in ${file}`).toBe(false)
    }
    const log = files.filter((file) => file.endsWith('.log')).map((file) => readFileSync(file, 'utf8'))
    expect(log.join()).toContain('connected with [hidden]')
  })
})
