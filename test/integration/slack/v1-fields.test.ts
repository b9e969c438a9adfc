/** A Slack account through the REST API of Omni v1. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startTestHub, type TestHub } from '../../support/hub.ts'
import { type FakeSlack, startSlackServer } from '../../support/slack-server.ts'
import { connectionOf, said, useSlack } from '../../support/slack-shop.ts'

let omni: TestHub
let slack: FakeSlack

beforeEach(async () => {
  slack = await startSlackServer()
  useSlack(slack)
  omni = await startTestHub()
})
afterEach(async () => {
  await omni.stop()
  await slack.stop()
  vi.unstubAllEnvs()
})

it('is made with its tokens, tells none of them, learns its workspace, and is given others', async () => {
  const rest = async (method: string, path: string, body?: object) =>
    (await omni.rest(method, path, body)) as { status: number; body: Record<string, unknown> }
  const secrets = { slack_bot_token: 'xoxb-1-test', slack_app_token: 'xapp-1-test', slack_signing_secret: 'signing-secret-of-the-test' }
  const made = await rest('POST', '/instances', { name: 'team', channel_type: 'slack', ...secrets })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({
    channel_type: 'slack',
    has_slack_bot_token: true,
    has_slack_app_token: true,
    has_slack_signing_secret: true,
  })
  const state = async () => said(await connectionOf(omni.panel, 'team'))
  await expect.poll(state).toBe('connected')
  const read = await rest('GET', '/instances/team')
  expect(read.body).toMatchObject({ slack_workspace_id: 'T0BAKERY', has_slack_bot_token: true, connection_status: 'connected' })
  for (const answer of [made, read, await rest('GET', '/instances')])
    for (const secret of Object.values(secrets)) expect(JSON.stringify(answer.body)).not.toContain(secret)

  expect((await rest('PUT', '/instances/team', { slack_bot_token: 'xoxb-other' })).status).toBe(200)
  await expect.poll(state).toMatch(/^error: Slack does not know the bot token \(xoxb-\)/)
  const withoutApp = await rest('PUT', '/instances/team', { slack_bot_token: 'xoxb-1-test', slack_app_token: null })
  expect(withoutApp.body).toMatchObject({ has_slack_app_token: false, has_slack_signing_secret: true })
  await expect.poll(state).toBe('connected')
  expect(slack.deliveries.sockets.size).toBe(0)
})
