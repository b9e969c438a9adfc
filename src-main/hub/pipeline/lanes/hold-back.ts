/** Why an admitted message is not answered at this moment, however it came: a pure decision. */
import { pausedReason } from '../../inbox/conversations/ownership.ts'
import type { ConversationRecord, InstanceRecord } from '../../storage/records.ts'
import type { Cause } from './answers.ts'

export const NOT_ANSWERING: Cause = { code: 'not_answering', reason: 'Answering is not started for this account.' }

/** A person has the conversation, or nobody has said yet that the account answers. Null: it may be answered. */
export function heldBack({ isAnswering }: Pick<InstanceRecord, 'isAnswering'>, conversation: ConversationRecord): Cause | null {
  const paused = pausedReason(conversation)
  if (paused !== null) return { code: 'paused', reason: paused }
  return isAnswering === true ? null : NOT_ANSWERING
}
