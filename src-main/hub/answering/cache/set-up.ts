/** What an answer depended on besides the question: after any change of it, the answer is not given again. */
import { createHash } from 'node:crypto'
import type { HouseTexts } from '../../../../src-shared/contract/instances.ts'
import type { AgentProfileRecord } from '../../storage/records.ts'

/** A digest of the agent, its settings and the shop's own texts. Keys and health make no difference to an answer. */
export function setUpOf(
  { id, kind, settings, flags }: Pick<AgentProfileRecord, 'id' | 'kind' | 'settings' | 'flags'>,
  house: HouseTexts,
): string {
  return createHash('sha256')
    .update(JSON.stringify([id, kind, settings, flags, house]))
    .digest('base64url')
}
