/** Discord as somebody else plays it: crabline's server, for what it has. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDiscordServer } from '@openclaw/crabline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { completed } from '../../../src-main/hub/agents/completed.ts'
import { registryOf } from '../../../src-main/hub/agents/registry.ts'
import { startTestHub, type TestHub } from '../../support/hub.ts'
import { playedAgent } from '../../support/played-agent.ts'

const ANN = '100000000000000099'

describe('a bot on another fake of Discord', () => {
  let crabline: Awaited<ReturnType<typeof startDiscordServer>>
  let omni: TestHub
  beforeAll(async () => {
    crabline = await startDiscordServer({ recorderPath: join(mkdtempSync(join(tmpdir(), 'crabline-')), 'events.jsonl') })
    process.env['OMNI_DISCORD_API_URL'] = crabline.manifest.endpoints.apiRoot.replace(/\/v10$/, '')
    const echo = playedAgent('Sofia', async function* (request) {
      yield completed({ text: `You said: ${request.text}` })
    })
    omni = await startTestHub({ agents: registryOf([echo]) })
    await omni.panel.instances.create({
      name: 'discord',
      channel: 'discord',
      isAnswering: true,
      secrets: { discordBotToken: crabline.manifest.botToken },
      behaviour: { gatherWindowMs: 0, splitPauseMinMs: 0, splitPauseMaxMs: 0 },
    })
    await omni.panel.instances.connect({ name: 'discord' })
  })
  afterAll(async () => {
    await omni.stop()
    await crabline.close()
    delete process.env['OMNI_DISCORD_API_URL']
  })

  const { fixture, botUserId } = { fixture: () => crabline.manifest.fixture, botUserId: () => crabline.manifest.botUserId }
  async function say(channelId: string, content: string, more: Record<string, unknown> = {}): Promise<void> {
    const response = await fetch(crabline.manifest.endpoints.adminInboundUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-crabline-admin-token': crabline.manifest.adminToken },
      body: JSON.stringify({ channelId, content, text: content, senderId: ANN, senderName: 'ann', ...more }),
    })
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  }
  async function directWith(recipient_id: string): Promise<string> {
    const response = await fetch(`${crabline.manifest.endpoints.apiRoot}/v10/users/@me/channels`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bot ${crabline.manifest.botToken}` },
      body: JSON.stringify({ recipient_id }),
    })
    return ((await response.json()) as { id: string }).id
  }
  const answersIn = async (channelId: string) => {
    const response = await fetch(`${crabline.manifest.endpoints.apiRoot}/v10/channels/${channelId}/messages`, {
      headers: { authorization: `Bot ${crabline.manifest.botToken}` },
    })
    const messages = (await response.json()) as { author: { id: string }; content: string }[]
    return messages.filter(({ author }) => author.id === botUserId()).map(({ content }) => content)
  }

  it('connects, and answers a mention in its channel', async () => {
    await expect.poll(async () => (await omni.panel.instances.get({ name: 'discord' })).connection.state).toBe('connected')
    const { channelId, guildId } = fixture()
    await say(channelId, 'Just talking', { guildId })
    await say(channelId, `<@${botUserId()}> Hello`, { guildId })
    await expect.poll(() => answersIn(channelId)).toEqual(['You said: Hello'])
  })

  it('answers a direct message, and finds the chat of somebody who has not written yet', async () => {
    const direct = await directWith(ANN)
    await say(direct, 'Hi')
    await expect.poll(() => answersIn(direct)).toEqual(['You said: Hi'])
    const bea = '100000000000000077'
    const { body } = await omni.rest('POST', '/instance/discord/send-text', { user_id: bea, text: 'Your cake is ready' })
    expect(body).toMatchObject({ success: true })
    expect(await answersIn(await directWith(bea))).toEqual(['Your cake is ready'])
  })
})
