/** A webhook address without a name means an account of its own channel, and tells strangers of no other. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type FakeDiscord, startDiscordServer } from '../support/discord-server.ts'
import { type FakeEvolution, startEvolutionServer } from '../support/evolution-server.ts'
import { startTestHub, type TestHub } from '../support/hub.ts'
import { type FakeSlack, startSlackServer } from '../support/slack-server.ts'
import { createSlackShop, useSlack } from '../support/slack-shop.ts'

let omni: TestHub
let slack: FakeSlack
let discord: FakeDiscord
let evolution: FakeEvolution

beforeAll(async () => {
  ;[slack, discord, evolution] = await Promise.all([startSlackServer(), startDiscordServer(), startEvolutionServer()])
  useSlack(slack)
  vi.stubEnv('OMNI_DISCORD_API_URL', discord.url)
  omni = await startTestHub()
})
afterAll(async () => {
  await omni.stop()
  await Promise.all([slack.stop(), discord.stop(), evolution.stop()])
  vi.unstubAllEnvs()
})

const secrets = { slackAppToken: '', slackSigningSecret: 'signing-secret-of-the-test' }
const add = {
  slack: (name: string) => createSlackShop(omni.panel, { name, secrets }),
  discord: (name: string) =>
    omni.panel.instances.create({
      name,
      channel: 'discord',
      isAnswering: true,
      settings: {},
      secrets: { discordBotToken: 'no-token' },
      house: { simpleGreeting: true },
    }),
  evolution: (name: string) =>
    omni.panel.instances.create({
      name,
      channel: 'whatsapp',
      provider: 'evolution',
      isAnswering: true,
      settings: { url: evolution.url },
      secrets: { apiKey: evolution.apiKey },
      house: { simpleGreeting: true },
    }),
}
const channels = Object.keys(add) as (keyof typeof add)[]

async function call(address: string): Promise<[status: number, detail: string]> {
  const response = await fetch(omni.url + address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
  return [response.status, ((await response.json()) as { detail: string }).detail]
}
const nobody = [404, 'There is no default instance.']
/** An account was found, whose platform this is not. */
const stranger = [401, expect.any(String)]

it('without a name a call reaches only accounts of the channel: the default one, else the only one', async () => {
  for (const channel of channels)
    for (const base of ['webhook', 'webhooks']) expect(await call(`/${base}/${channel}`), channel).toEqual(nobody)

  await omni.panel.instances.create({ name: 'secret-sim', channel: 'simulator', isAnswering: true, settings: {}, secrets: {} })
  await omni.panel.instances.setDefault({ name: 'secret-sim' })
  for (const channel of channels) expect(await call(`/webhook/${channel}`), channel).toEqual(nobody)

  for (const channel of channels) await add[channel](`${channel}-1`)
  for (const channel of channels) expect(await call(`/webhook/${channel}`), channel).toEqual(stranger)

  for (const channel of channels) await add[channel](`${channel}-2`)
  for (const channel of channels) expect(await call(`/webhook/${channel}`), channel).toEqual(nobody)

  for (const channel of channels) {
    await omni.panel.instances.setDefault({ name: `${channel}-2` })
    for (const other of channels)
      expect(await call(`/webhook/${other}`), `${other}, ${channel}`).toEqual(other === channel ? stranger : nobody)
  }
})

it('and it is verified by the account that is meant', async () => {
  await omni.panel.instances.setDefault({ name: 'slack-2' })
  await omni.panel.instances.update({ name: 'slack-1', secrets: { slackSigningSecret: 'of-the-other' } })
  slack.deliveries.requestUrl = `${omni.url}/webhook/slack`
  const challenge = JSON.stringify({ type: 'url_verification', challenge: '3eZbrw1a' })
  expect((await slack.deliveries.post(challenge)).status).toBe(200)
  await omni.panel.instances.setDefault({ name: 'slack-1' })
  expect((await slack.deliveries.post(challenge)).status).toBe(401)
})
