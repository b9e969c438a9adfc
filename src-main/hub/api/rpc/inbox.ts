/** What stands beside the conversations: people, labels, saved replies, drafts, schedules, files, search. */
import { OmniError } from '../../../../src-shared/errors.ts'
import { newId } from '../../runtime/ids.ts'
import type { Services } from '../services.ts'
import { os } from './base.ts'
import { conversationView, findConversation } from './conversations.ts'

const gone = (what: string) => new OmniError('not_found', `This ${what} no longer exists.`)

type What = 'labels' | 'saved_replies' | 'notes'
const tell = (context: Services, what: What, conversationId: string | null = null) =>
  context.bus.publish({ type: 'inbox.changed', what, conversationId })

export const contactProcedures = {
  ofConversation: os.contacts.ofConversation.handler(async ({ input, context }) => {
    const conversation = await findConversation(context, input.conversationId)
    const [contact, history] = await Promise.all([
      conversation.contactId === null ? null : context.storage.getContact(conversation.contactId),
      context.storage.contactHistory(conversation.id),
    ])
    return {
      contact: contact === null ? null : { ...contact },
      history: { ...history, conversations: history.conversations.map((one) => conversationView(context, one)) },
    }
  }),
  notes: os.contacts.notes.handler(({ input, context }) => context.storage.listNotes(input.conversationId)),
  addNote: os.contacts.addNote.handler(async ({ input, context }) => {
    const conversation = await findConversation(context, input.conversationId)
    const note = {
      id: newId(),
      instanceName: conversation.instanceName,
      contactId: conversation.contactId,
      conversationId: conversation.id,
      author: input.author,
      text: input.text,
      createdAt: new Date(context.now()).toISOString(),
    }
    await context.storage.addNote(note)
    tell(context, 'notes', conversation.id)
    return note
  }),
  removeNote: os.contacts.removeNote.handler(async ({ input, context }) => {
    const note = await context.storage.removeNote(input.id)
    if (note === null) throw gone('note')
    tell(context, 'notes', note.conversationId)
    return { removed: true as const }
  }),
}

export const labelProcedures = {
  list: os.labels.list.handler(({ context }) => context.storage.listLabels()),
  create: os.labels.create.handler(async ({ input, context }) => {
    const label = { id: newId(), ...input }
    await context.storage.saveLabel(label)
    tell(context, 'labels')
    return label
  }),
  update: os.labels.update.handler(async ({ input, context }) => {
    const known = await context.storage.listLabels()
    if (!known.some((label) => label.id === input.id)) throw gone('label')
    await context.storage.saveLabel(input)
    tell(context, 'labels')
    return input
  }),
  remove: os.labels.remove.handler(async ({ input, context }) => {
    const changed = await context.storage.removeLabel(input.id)
    if (changed === null) throw gone('label')
    for (const conversation of changed) context.liveEvents.conversation(conversation)
    tell(context, 'labels')
    return { removed: true as const }
  }),
  assign: os.labels.assign.handler(async ({ input, context }) => {
    const conversation = await context.storage.assignLabels(input.conversationId, input.labelIds)
    if (conversation === null) throw gone('conversation')
    context.liveEvents.conversation(conversation)
    return conversationView(context, conversation)
  }),
}

export const savedReplyProcedures = {
  list: os.savedReplies.list.handler(({ input, context }) => context.storage.listReplies(input.instanceName ?? null)),
  create: os.savedReplies.create.handler(async ({ input, context }) => {
    if (input.instanceName !== null) context.instances.get(input.instanceName)
    const reply = { id: newId(), ...input }
    await context.storage.saveReply(reply)
    tell(context, 'saved_replies')
    return reply
  }),
  update: os.savedReplies.update.handler(async ({ input, context }) => {
    const known = await context.storage.listReplies(null)
    if (!known.some((reply) => reply.id === input.id)) throw gone('saved reply')
    if (input.instanceName !== null) context.instances.get(input.instanceName)
    await context.storage.saveReply(input)
    tell(context, 'saved_replies')
    return input
  }),
  remove: os.savedReplies.remove.handler(async ({ input, context }) => {
    if (!(await context.storage.removeReply(input.id))) throw gone('saved reply')
    tell(context, 'saved_replies')
    return { removed: true as const }
  }),
}

export const draftProcedures = {
  get: os.drafts.get.handler(({ input, context }) => context.drafts.get(input.id)),
  approve: os.drafts.approve.handler(({ input, context }) => context.drafts.approve(input.id, input.by, input.text)),
  discard: os.drafts.discard.handler(async ({ input, context }) => {
    await context.drafts.discard(input.id, input.by)
    return { discarded: true as const }
  }),
}

export const scheduledProcedures = {
  list: os.scheduled.list.handler(({ input, context }) => context.scheduled.list(input.conversationId)),
  create: os.scheduled.create.handler(async ({ input, context }) =>
    context.scheduled.create(await findConversation(context, input.conversationId), input.text, input.sendAt, input.by),
  ),
  update: os.scheduled.update.handler(({ input, context }) => context.scheduled.update(input.id, input.text, input.sendAt)),
  cancel: os.scheduled.cancel.handler(async ({ input, context }) => {
    await context.scheduled.cancel(input.id)
    return { cancelled: true as const }
  }),
}

export const uploadProcedures = {
  begin: os.uploads.begin.handler(async ({ input, context }) => {
    const conversation = await findConversation(context, input.conversationId)
    const { driver } = context.instances.get(conversation.instanceName)
    if (!driver.type.offers.files) throw new OmniError('unsupported', 'Files cannot be sent on this channel.')
    return { uploadId: await context.uploads.begin(conversation.instanceName, input.fileName, input.sizeBytes) }
  }),
  chunk: os.uploads.chunk.handler(async ({ input, context }) => ({
    receivedBytes: await context.uploads.chunk(input.uploadId, input.offset, Buffer.from(input.base64, 'base64')),
  })),
  finish: os.uploads.finish.handler(async ({ input, context }) => {
    const { kind, media } = await context.uploads.finish(input.uploadId)
    return { uploadId: input.uploadId, kind, media }
  }),
  abort: os.uploads.abort.handler(async ({ input, context }) => {
    await context.uploads.abort(input.uploadId)
    return { aborted: true as const }
  }),
}

export const searchProcedures = {
  find: os.search.find.handler(({ input, context }) => context.search.find(input)),
  people: os.search.people.handler(({ input, context }) => context.search.people(input)),
}
