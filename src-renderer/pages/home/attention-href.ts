import type { Attention } from '../../../src-shared/contract/system.ts'

/** The place where a thing that needs a person is solved. */
export function attentionHref({ kind, instanceName, conversationId }: Attention): string {
  if (conversationId !== null) return `/conversations/${conversationId}`
  if (instanceName === null) return kind === 'storage' ? '/settings' : '/instances'
  switch (kind) {
    case 'agent_failing':
      return `/instances/${instanceName}/agent`
    case 'budget_reached':
      return `/instances/${instanceName}/behaviour`
    case 'unsigned_webhooks':
      return `/instances/${instanceName}/webhook`
    case 'waiting':
    case 'delivery_unknown':
    case 'delivery_failed':
    case 'scheduled_missed':
      return '/conversations'
    default:
      return `/instances/${instanceName}/connection`
  }
}
