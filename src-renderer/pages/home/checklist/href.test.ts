import { expect, test } from 'vitest'
import type { Instance } from '../../../../src-shared/contract/instances.ts'
import { newDraft } from '../../instances/wizard/draft.ts'
import { checklistHref } from './href.ts'

const instance = (name: string, channel: string, state: Instance['connection']['state'] = 'connected') => ({
  name,
  channel,
  connection: { state },
})

test('with nothing set up, everything is done in the wizard', () => {
  for (const key of ['account', 'agent', 'answer', 'customer'] as const) expect(checklistHref(key, [], null)).toBe('/instances/new')
})

test('an unfinished setup is continued', () => {
  expect(checklistHref('account', [instance('try', 'simulator')], newDraft())).toBe('/instances/new')
})

test('the recovery phrase needs no account', () => {
  for (const draft of [null, newDraft()]) expect(checklistHref('phrase', [], draft)).toBe('/settings/security')
})

test('each item leads to where it is done', () => {
  const all = [instance('try', 'simulator'), instance('shop', 'whatsapp', 'disconnected')]
  expect(checklistHref('account', all, null)).toBe('/instances/shop/connection')
  expect(checklistHref('agent', all, null)).toBe('/instances/shop/agent')
  expect(checklistHref('customer', all, null)).toBe('/instances/shop/connection')
  expect(checklistHref('customer', [instance('shop', 'whatsapp')], null)).toBe('/conversations')
  expect(checklistHref('account', [instance('try', 'simulator')], null)).toBe('/instances/new')
  expect(checklistHref('answer', [instance('try', 'simulator')], null)).toBe('/instances/try/connection')
})
