import type { Splitting } from '../../../../src-shared/contract/instances.ts'
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'

/** `edit`: one message that grows. `whole`: nothing is said before the agent has finished. */
type Mode = 'whole' | 'edit' | 'paragraphs'

/** What the customer sees of an answer that is being written, and where it is cut, by the instance and its channel. */
export function streamMode({ record: { behaviour }, driver, channel }: RunningInstance): { mode: Mode; splitting: Splitting } {
  const { streaming, splitting, answersNeedApproval } = behaviour
  const isCut = streaming === 'paragraphs' ? 'paragraphs' : splitting
  if (streaming === 'whole' || answersNeedApproval) return { mode: 'whole', splitting: isCut }
  if (streaming === 'auto' && driver.capabilities.canEdit && channel.edit !== undefined) return { mode: 'edit', splitting: 'never' }
  return { mode: isCut === 'never' ? 'whole' : 'paragraphs', splitting: isCut }
}
