import { OmniError } from '../../../src-shared/errors.ts'
import { toPanelConversation, toPanelMessage } from '../conversations/view.ts'
import type { ConversationRecord } from '../storage/records.ts'
import { os } from './base.ts'
import type { Services } from './context.ts'

async function find(context: Services, id: string): Promise<ConversationRecord> {
  const conversation = await context.storage.getConversation(id)
  if (conversation === null) throw new OmniError('not_found', 'There is no such conversation.')
  return conversation
}

const view = (context: Services, record: ConversationRecord) =>
  toPanelConversation(record, context.instances.get(record.instanceName).record.channel)

export const conversationProcedures = {
  list: os.conversations.list.handler(async ({ input, context }) => {
    const { before, limit, ...filter } = input
    const page = await context.storage.listConversations(filter, { before, limit })
    return { items: page.items.map((item) => view(context, item)), nextBefore: page.nextBefore }
  }),
  get: os.conversations.get.handler(async ({ input, context }) => view(context, await find(context, input.id))),
  messages: os.conversations.messages.handler(async ({ input, context }) => {
    // The snapshot of the streams is taken first: what they become meanwhile arrives as events.
    const streams = context.streams.of(input.conversationId)
    const page = await context.storage.listMessages(input.conversationId, input)
    return { items: page.items.map(toPanelMessage), nextBefore: page.nextBefore, streams }
  }),
  markRead: os.conversations.markRead.handler(async ({ input, context }) => {
    const conversation = await context.storage.markRead(input.id)
    if (conversation === null) throw new OmniError('not_found', 'There is no such conversation.')
    context.news.conversation(conversation)
    return { unreadCount: 0 as const }
  }),
  sendText: os.conversations.sendText.handler(async ({ input, context }) => {
    const conversation = await find(context, input.conversationId)
    const [change] = await context.outbound.send({
      instanceName: conversation.instanceName,
      conversation,
      content: { type: 'text', text: input.text, mentions: [], mentionsEveryone: false, linkPreview: true },
      quotedExternalId: null,
      origin: 'person',
      clientId: input.clientId,
      split: false,
    })
    if (change === undefined) throw new OmniError('bad_request', 'The message is empty.')
    return toPanelMessage(change.message)
  }),
  stopAnswer: os.conversations.stopAnswer.handler(({ input, context }) => ({ stopped: context.pipeline.stopAnswer(input.turnId) })),
  resolveDelivery: os.conversations.resolveDelivery.handler(async ({ input, context }) =>
    toPanelMessage(await context.outbound.resolve(input.deliveryId, input.action)),
  ),
}
