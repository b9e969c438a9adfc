import { expect, test } from 'vitest'
import type { Attention } from '../../../src-shared/contract/system.ts'
import { attentionHref } from './attention-href.ts'

const item = (fields: Partial<Attention>): Attention => ({
  kind: 'disconnected',
  instanceName: 'shop',
  conversationId: null,
  message: '',
  since: '',
  ...fields,
})

test('each thing that needs a person leads to where it is solved', () => {
  expect(attentionHref(item({}))).toBe('/instances/shop/connection')
  expect(attentionHref(item({ kind: 'agent_failing' }))).toBe('/instances/shop/agent')
  expect(attentionHref(item({ kind: 'unsigned_webhooks' }))).toBe('/instances/shop/webhook')
  expect(attentionHref(item({ kind: 'delivery_unknown', conversationId: 'c1' }))).toBe('/conversations/c1')
  expect(attentionHref(item({ kind: 'scheduled_missed', conversationId: 'c2' }))).toBe('/conversations/c2')
  expect(attentionHref(item({ kind: 'waiting', conversationId: 'c3' }))).toBe('/conversations/c3')
  expect(attentionHref(item({ kind: 'delivery_failed' }))).toBe('/conversations')
  expect(attentionHref(item({ kind: 'recovery_phrase', instanceName: null }))).toBe('/settings/security')
  expect(attentionHref(item({ kind: 'key_store', instanceName: null }))).toBe('/settings/security')
  expect(attentionHref(item({ kind: 'accounts_held', instanceName: null }))).toBe('/settings/storage')
  expect(attentionHref(item({ kind: 'backup_failed', instanceName: null }))).toBe('/settings/storage')
  expect(attentionHref(item({ kind: 'storage', instanceName: null }))).toBe('/settings')
  expect(attentionHref(item({ kind: 'tunnel_failed', instanceName: null }))).toBe('/settings/tunnel')
  expect(attentionHref(item({ kind: 'tunnel_warned', instanceName: null }))).toBe('/settings/tunnel')
})
