/** A shop on Slack for tests: a hub's instance on the fake Slack. */
import { expect, vi } from 'vitest'
import type { PanelClient } from './hub.ts'
import type { FakeSlack } from './slack-server.ts'

type Input = Parameters<PanelClient['instances']['create']>[0]

/** For channels that are made from now on. */
export function useSlack(slack: FakeSlack): void {
  vi.stubEnv('OMNI_SLACK_API_URL', slack.apiUrl)
}

export async function createSlackShop(panel: PanelClient, extra: Partial<Input> = {}): Promise<void> {
  const { behaviour, secrets, settings, ...rest } = extra
  await panel.instances.create({
    name: 'slack',
    channel: 'slack',
    provider: null,
    isAnswering: true,
    settings: { ...settings },
    secrets: { slackBotToken: 'xoxb-1-test', slackAppToken: 'xapp-1-test', ...secrets },
    house: { simpleGreeting: true },
    ...rest,
    behaviour: { gatherWindowMs: 0, ...behaviour },
  })
}

/** Connects it and waits until it is up. */
export async function connectSlackShop(panel: PanelClient, extra: Partial<Input> = {}): Promise<void> {
  await createSlackShop(panel, extra)
  await panel.instances.connect({ name: extra.name ?? 'slack' })
  await expect.poll(async () => said(await connectionOf(panel, extra.name))).toMatch(/^connected/)
}

export const connectionOf = async (panel: PanelClient, name = 'slack') => (await panel.instances.get({ name })).connection

/** The state, and what is said with it. */
export const said = ({ state, message }: { state: string; message: string | null }): string =>
  `${state}${message === null ? '' : `: ${message}`}`
