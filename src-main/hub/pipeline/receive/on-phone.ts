/** What somebody writes on the account's own phone takes its conversation over, before anything else is done with it. */

import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { Ownership } from '../../inbox/conversations/ownership.ts'
import { phoneTakeover, tookOverTooSoon } from '../../inbox/conversations/phone-takeover.ts'
import type { AcceptedInbound } from '../../storage/port.ts'
import type { ConversationRecord, MessageRecord } from '../../storage/records.ts'
import type { Drafts } from '../deliver/drafts-port.ts'

interface Options {
  ownership: Pick<Ownership, 'wroteOnPhone' | 'endPhoneTakeover'>
  drafts: Pick<Drafts, 'supersede'>
  isAnswering: (conversationId: string) => boolean
  now: () => number
}

/** Null where there is nothing to be done; else it resolves to the conversation if that has changed hands. */
export type OnPhone = (
  instance: RunningInstance,
  accepted: Pick<AcceptedInbound, 'message' | 'conversation' | 'around'>,
) => Promise<ConversationRecord | null> | null

export function createOnPhone({ ownership, drafts, isAnswering, now }: Options): OnPhone {
  async function take(
    { id, draftId, ...rest }: ConversationRecord,
    { sentAt, origin }: MessageRecord,
    minutes: number,
  ): Promise<ConversationRecord | null> {
    const taken = await ownership.wroteOnPhone({ id, draftId, ...rest }, sentAt, minutes, origin?.staffName ?? null)
    if (draftId !== null) await drafts.supersede(draftId)
    return taken
  }

  return ({ record }, { message, conversation, around }) => {
    if (around === undefined) return tookOverTooSoon(message, conversation) ? ownership.endPhoneTakeover(conversation.id) : null
    const { phoneTakeover: policy } = record.behaviour
    const decision = phoneTakeover({ message, conversation, around, isAnswering: isAnswering(conversation.id) }, policy, now())
    return decision.takesOver ? take(conversation, message, policy.minutes) : null
  }
}
