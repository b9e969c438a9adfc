import { OmniError } from '../../../../src-shared/errors.ts'
import { conversationEvent } from '../../inbox/conversations/events.ts'
import { toPanelConversation, toPanelMessage } from '../../live/views/conversation.ts'
import { hasUnanswered, runAgain } from '../../operator/rerun.ts'
import { writeByHand } from '../../operator/write-by-hand.ts'
import type { ConversationRecord } from '../../storage/records.ts'
import type { Services } from '../services.ts'
import { os } from './base.ts'

/** Where nobody said who it is. */
const SOMEBODY = 'A person'

/** The conversation of this id; `not_found` without one. */
export async function findConversation(context: Services, id: string): Promise<ConversationRecord> {
  const conversation = await context.storage.getConversation(id)
  if (conversation === null) throw new OmniError('not_found', 'This conversation no longer exists.')
  return conversation
}

/** As the panel sees it. */
export const conversationView = (context: Services, record: ConversationRecord) =>
  toPanelConversation(record, context.instances.get(record.instanceName).record.channel)

const enqueuer = (context: Services) => ({
  storage: context.storage,
  liveEvents: context.liveEvents,
  now: context.now,
  enqueue: context.pipeline.enqueue,
})

export const conversationProcedures = {
  list: os.conversations.list.handler(async ({ input, context }) => {
    const { before, limit, ...filter } = input
    const page = await context.storage.listConversations(filter, { before, limit })
    return { items: page.items.map((item) => conversationView(context, item)), nextBefore: page.nextBefore }
  }),
  counts: os.conversations.counts.handler(async ({ input, context }) => {
    const counts = await context.storage.countByFilter(input.instanceName ?? null)
    const channels: Record<string, number> = {}
    for (const { record } of context.instances.list())
      channels[record.channel] = (channels[record.channel] ?? 0) + (counts.instances[record.name] ?? 0)
    return { ...counts, channels }
  }),
  get: os.conversations.get.handler(async ({ input, context }) => conversationView(context, await findConversation(context, input.id))),
  messages: os.conversations.messages.handler(async ({ input, context }) => {
    // The snapshot of the streams is taken first: what they become meanwhile arrives as events.
    const streams = context.streams.of(input.conversationId)
    const { items, nextBefore, nextAfter } = await context.storage.listMessages(input.conversationId, input)
    return { items: items.map(toPanelMessage), nextBefore, nextAfter, streams }
  }),
  quoted: os.conversations.quoted.handler(async ({ input, context }) => {
    const { instanceName } = await findConversation(context, input.conversationId)
    const message = await context.storage.findMessage(instanceName, input.externalId)
    return { seq: message?.conversationId === input.conversationId ? message.seq : null }
  }),
  firstUnread: os.conversations.firstUnread.handler(async ({ input, context }) => ({
    seq: await context.storage.firstUnreadSeq(input.id),
  })),
  markRead: os.conversations.markRead.handler(async ({ input, context }) => {
    const conversation = await context.storage.markRead(input.id)
    if (conversation === null) throw new OmniError('not_found', 'This conversation no longer exists.')
    context.liveEvents.conversation(conversation)
    return { unreadCount: 0 as const }
  }),
  markUnread: os.conversations.markUnread.handler(async ({ input, context }) => {
    const conversation = await context.storage.markUnread(input.id)
    if (conversation === null) throw new OmniError('not_found', 'This conversation no longer exists.')
    context.liveEvents.conversation(conversation)
    return conversationView(context, conversation)
  }),
  fetchMedia: os.conversations.fetchMedia.handler(async ({ input, context }) => {
    const changed = await context.storage.requestMedia(input.messageId, new Date(context.now()).toISOString())
    if (changed === null) throw new OmniError('not_found', 'There is no file to fetch.')
    context.liveEvents.message(changed.message)
    context.media.notice()
    return toPanelMessage(changed.message)
  }),
  sendText: os.conversations.sendText.handler(async ({ input, context }) => {
    const conversation = await findConversation(context, input.conversationId)
    const quoted = input.quotedMessageId === undefined ? null : await context.storage.getMessage(input.quotedMessageId)
    if (quoted !== null && quoted.conversationId !== conversation.id)
      throw new OmniError('bad_request', 'The quoted message is of another conversation.')
    const message = await writeByHand(context, conversation, input.by ?? null, {
      content: { type: 'text', text: input.text, mentions: [], mentionsEveryone: false, linkPreview: true },
      quotedExternalId: quoted?.externalId ?? null,
      quote:
        quoted?.externalId == null
          ? null
          : { externalId: quoted.externalId, text: quoted.text.slice(0, 500), authorName: quoted.authorName },
      clientId: input.clientId,
    })
    return toPanelMessage(message)
  }),
  sendFile: os.conversations.sendFile.handler(async ({ input, context }) => {
    const conversation = await findConversation(context, input.conversationId)
    const file = await context.uploads.take(input.uploadId)
    if (file.instanceName !== conversation.instanceName || file.media.id === null)
      throw new OmniError('not_found', 'This upload was forgotten. Attach the file again.')
    const { media, kind } = file
    const mediaId = media.id ?? ''
    const message = await writeByHand(context, conversation, input.by ?? null, {
      content:
        kind === 'audio'
          ? { type: 'audio', url: null, base64: null, mediaId }
          : {
              type: 'media',
              mediaType: kind === 'image' || kind === 'video' ? kind : 'document',
              url: null,
              base64: null,
              mediaId,
              mimeType: media.mimeType,
              caption: input.caption,
              fileName: media.fileName,
            },
      quotedExternalId: null,
      quote: null,
      clientId: input.clientId,
      media,
    })
    return toPanelMessage(message)
  }),
  react: os.conversations.react.handler(async ({ input, context }) => {
    const message = await context.storage.getMessage(input.messageId)
    if (message === null) throw new OmniError('not_found', 'This message no longer exists.')
    if (message.externalId === null) throw new OmniError('conflict', 'This message is not on the platform yet.')
    const conversation = await findConversation(context, message.conversationId)
    const { driver } = context.instances.get(message.instanceName)
    if (!driver.type.offers.reactions) throw new OmniError('unsupported', 'This channel has no reactions.')
    await context.outbound.send({
      instanceName: message.instanceName,
      conversation,
      content: {
        type: 'reaction',
        targetExternalId: message.externalId,
        targetIsOwn: message.author !== 'customer',
        emoji: input.emoji,
      },
      quotedExternalId: null,
      origin: 'person',
      clientId: input.clientId,
      splitting: 'never',
    })
    const changed = await context.storage.updateMessage(message.instanceName, {
      type: 'reaction',
      targetExternalId: message.externalId,
      emoji: input.emoji,
      by: 'You',
    })
    if (changed !== null) context.liveEvents.message(changed.message)
    return toPanelMessage(changed?.message ?? message)
  }),
  edit: os.conversations.edit.handler(async ({ input, context }) =>
    toPanelMessage(await context.changeSent.edit(input.messageId, input.text)),
  ),
  deleteForEveryone: os.conversations.deleteForEveryone.handler(async ({ input, context }) =>
    toPanelMessage(await context.changeSent.deleteForEveryone(input.messageId)),
  ),
  takeOver: os.conversations.takeOver.handler(async ({ input, context }) =>
    conversationView(context, await context.ownership.takeOver(input.conversationId, input.by, input.minutes)),
  ),
  giveBack: os.conversations.giveBack.handler(async ({ input, context }) => {
    const conversation = await context.ownership.giveBack(input.conversationId, input.by)
    if (input.answerNewest && (await hasUnanswered(context.storage, conversation.id)))
      await runAgain(enqueuer(context), conversation, input.by)
    return conversationView(context, conversation)
  }),
  markHandled: os.conversations.markHandled.handler(async ({ input, context }) => {
    const handled = []
    for (const conversationId of input.conversationIds) {
      const { owner } = await findConversation(context, conversationId)
      if (owner.kind !== 'waiting') continue
      await context.ownership.giveBack(conversationId, input.by)
      handled.push({ conversationId, reason: owner.reason ?? ('handover' as const) })
    }
    return handled
  }),
  waitAgain: os.conversations.waitAgain.handler(async ({ input, context }) => {
    for (const { conversationId, reason } of input) await context.ownership.askForPerson(conversationId, reason)
    return input
  }),
  stopAnswer: os.conversations.stopAnswer.handler(async ({ input, context }) => {
    const by = input.by ?? SOMEBODY
    const stopped = context.pipeline.stopAnswer(input.turnId, `Stopped by ${by}.`)
    if (stopped === null) return { stopped: false }
    const at = new Date(context.now()).toISOString()
    const note = await context.storage.addConversationEvent(stopped.conversationId, conversationEvent('answer_stopped', { by }), at)
    if (note !== null) context.liveEvents.message(note)
    return { stopped: true }
  }),
  why: os.conversations.why.handler(async ({ input, context }) => {
    const turn = await context.storage.lastTurn(input.id)
    if (turn === null) return null
    const { id: traceId, state, stopCode, reason, agentKind, isHandedOver, receivedAt: at, totalDurationMs } = turn
    return { traceId, state, stopCode, reason, agentKind, isHandedOver, at, totalDurationMs }
  }),
  runAgain: os.conversations.runAgain.handler(async ({ input, context }) => ({
    turnId: await runAgain(enqueuer(context), await findConversation(context, input.conversationId), input.by),
  })),
  resolveDelivery: os.conversations.resolveDelivery.handler(async ({ input, context }) =>
    toPanelMessage(await context.outbound.resolve(input.deliveryId, input.action)),
  ),
}
