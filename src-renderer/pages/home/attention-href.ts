import type { Attention } from '../../../src-shared/contract/system.ts'

/** The place where a thing that needs a person is solved. */
export function attentionHref({ kind, instanceName, conversationId }: Attention): string {
  if (conversationId !== null) return `/conversations/${conversationId}`
  const account = (section: string) => (instanceName === null ? '/instances' : `/instances/${instanceName}/${section}`)
  if (kind === 'recovery_phrase' || kind === 'key_store') return '/settings/security'
  switch (kind) {
    case 'accounts_held':
    case 'backup_failed':
      return '/settings/storage'
    case 'agent_failing':
      return account('agent')
    case 'budget_reached':
      return account('behaviour')
    case 'unsigned_webhooks':
      return account('webhook')
    case 'waiting':
    case 'delivery_unknown':
    case 'delivery_failed':
    case 'scheduled_missed':
      return '/conversations'
    case 'tunnel_failed':
    case 'tunnel_warned':
      return '/settings/tunnel'
    case 'storage':
      return '/settings'
    default:
      return account('connection')
  }
}
