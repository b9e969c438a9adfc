import { expect, it } from 'vitest'
import { driver } from '../../channels/slack/driver.ts'
import { addressesToPaste } from './addresses-to-paste.ts'
import type { RunningInstance } from './running-instance.ts'

it('asks a person to enter the address only where the platform will call it', () => {
  const instance = (name: string, secrets: Record<string, string>) =>
    ({ record: { name, displayName: name, channel: 'slack', secrets }, driver }) as unknown as RunningInstance
  const accounts = [instance('socket', { slackAppToken: 'sealed' }), instance('called', { slackSigningSecret: 'sealed' })]
  expect(addressesToPaste(accounts, 'https://shop.example')).toEqual([
    {
      instanceName: 'called',
      displayName: 'called',
      channel: 'slack',
      field: 'Request URL, under Event Subscriptions',
      address: 'https://shop.example/webhook/slack/called',
    },
  ])
})
