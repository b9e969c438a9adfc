/** What a person writes in the panel: it takes the conversation over, and what the agent wanted to say is put aside. */
import { OmniError } from '../../../src-shared/errors.ts'
import type { Ownership } from '../inbox/conversations/ownership.ts'
import type { ConversationRecord, MessageRecord } from '../storage/records.ts'
import type { DraftService } from './drafts/service.ts'
import type { OutboundRequest, OutboundService } from './outbound/service.ts'

interface Services {
  ownership: Ownership
  drafts: DraftService
  outbound: OutboundService
}

/** @param by null where the panel did not say who writes */
export async function writeByHand(
  { ownership, drafts, outbound }: Services,
  conversation: ConversationRecord,
  by: string | null,
  message: Pick<OutboundRequest, 'content' | 'quotedExternalId' | 'quote' | 'clientId' | 'media'>,
): Promise<MessageRecord> {
  // Before anything changes hands.
  await outbound.mayWrite(conversation)
  // First, so that an answer that is being thought does not come right behind the person's.
  await ownership.wroteByHand(conversation, by ?? 'A person')
  if (conversation.draftId !== null) await drafts.supersede(conversation.draftId)
  const [change] = await outbound.send({
    ...message,
    instanceName: conversation.instanceName,
    conversation,
    origin: 'person',
    authorName: by,
    splitting: 'never',
  })
  if (change === undefined) throw new OmniError('bad_request', 'The message is empty.')
  return change.message
}
