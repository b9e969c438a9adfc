import { expect, test } from 'vitest'
import type { InstanceActivity } from '../../../../src-shared/contract/instances.ts'
import { ailmentsOf } from './health.ts'

const now = Date.parse('2026-03-10T12:00:00Z')
const hoursAgo = (hours: number) => new Date(now - hours * 3_600_000).toISOString()
const shop = {
  webhookUrl: 'http://localhost/webhook',
  isActive: true,
  connection: { state: 'connected', since: hoursAgo(100), message: null },
} as const
const activity = (fields: Partial<InstanceActivity> = {}): InstanceActivity => ({
  instanceName: 'shop',
  hours: [{ from: hoursAgo(1), received: 4, failed: 0 }],
  isAgentFailing: false,
  lastWebhookCallAt: hoursAgo(1),
  ...fields,
})

test('an account that works has nothing to say', () => {
  expect(ailmentsOf(shop, activity(), now)).toEqual([])
})

test('a failing agent and messages without an answer are reported', () => {
  const failing = activity({
    isAgentFailing: true,
    hours: [
      { from: hoursAgo(2), received: 4, failed: 2 },
      { from: hoursAgo(1), received: 1, failed: 1 },
    ],
  })
  expect(ailmentsOf(shop, failing, now)).toEqual([{ kind: 'agentFailing' }, { kind: 'unanswered', count: 3 }])
})

test('a webhook is silent after a day without a call, counted from when there could have been one', () => {
  expect(ailmentsOf(shop, activity({ lastWebhookCallAt: hoursAgo(25) }), now)).toEqual([{ kind: 'webhookSilent' }])
  expect(ailmentsOf(shop, activity({ lastWebhookCallAt: null }), now)).toEqual([{ kind: 'webhookSilent' }])
  const fresh = { ...shop, connection: { ...shop.connection, since: hoursAgo(2) } }
  expect(ailmentsOf(fresh, activity({ lastWebhookCallAt: null }), now)).toEqual([])
  expect(ailmentsOf({ ...shop, webhookUrl: null }, activity({ lastWebhookCallAt: null }), now)).toEqual([])
})

test('what the channel has to say while it is connected is shown; what keeps it from connecting is its state', () => {
  const noted = { ...shop, connection: { ...shop.connection, message: 'Three messages were fetched.' } }
  expect(ailmentsOf(noted, activity(), now)).toEqual([{ kind: 'note', message: 'Three messages were fetched.' }])
  expect(ailmentsOf({ ...noted, connection: { ...noted.connection, state: 'error' } }, activity({ isAgentFailing: true }), now)).toEqual([])
})
